import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '../build/build-app.ts'
import { checkSources } from '../check/check-sources.ts'
import { root, runTool } from '../run-program.ts'
import { findBrowser } from '../start/find-browser.ts'
import { bringTools } from './bring-tools.ts'
import { readTally, type Tally, tallyPlaywright, tallyVitest } from './tally.ts'

export interface Stage {
  readonly name: string
  run(): Promise<Tally>
}

const say = (line: string) => console.log(line)

/** In the order of their cost. */
export const stages: readonly Stage[] = [
  { name: 'check', run: async () => one(await checkSources()) },
  { name: 'unit', run: () => vitest('unit', ['unit', 'dom']) },
  { name: 'db', run: () => vitest('db', ['db']) },
  { name: 'contracts', run: () => vitest('contracts', ['contracts']) },
  { name: 'processes', run: () => vitest('processes', ['processes']) },
  { name: 'e2e', run: () => withTools(() => playwright('pbx', 'e2e')) },
  { name: 'electron', run: () => built(() => playwright('electron')) },
]

export async function vitest(name: string, projects: readonly string[]): Promise<Tally> {
  const report = reportPath(name)
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  return readTally(report, tallyVitest, code)
}

async function playwright(...projects: readonly string[]): Promise<Tally> {
  const report = reportPath(projects.join('-'))
  const browser = findBrowser(process.platform, process.env)
  const code = await runTool(
    '@playwright/test/cli.js',
    ['test', ...projects.map((project) => `--project=${project}`), '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(browser && { DZVIN_CHROMIUM: browser }),
    },
  )
  return readTally(report, tallyPlaywright, code)
}

/** The end-to-end tests need programs and a PBX; where those cannot be had, that is one skip with its reason. */
async function withTools(run: () => Promise<Tally>): Promise<Tally> {
  const missing = await bringTools(say)
  if (missing.length > 0) return skipped('end-to-end tests', `missing: ${missing.join(', ')}`)
  try {
    const { ensurePbx } = await import('../../tests/pbx/ensure-pbx.ts')
    await ensurePbx({ say })
  } catch (error) {
    return skipped('end-to-end tests', `no PBX: ${error instanceof Error ? error.message : error}`)
  }
  return built(run)
}

async function built(run: () => Promise<Tally>): Promise<Tally> {
  try {
    await buildApp({ force: false, say })
  } catch (error) {
    console.error(error)
    return one(false)
  }
  return run()
}

function one(passed: boolean): Tally {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skips: [] }
}

function skipped(name: string, reason: string): Tally {
  return { passed: 0, failed: 0, skips: [{ name, reason }] }
}

function reportPath(name: string): string {
  const folder = join(root, '.cache/reports')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.json`)
  // An old report must not speak for a stage that did not come to write one.
  rmSync(path, { force: true })
  return path
}
