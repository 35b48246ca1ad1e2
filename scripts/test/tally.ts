import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export interface Skip {
  readonly name: string
  readonly reason: string
}

/** What one stage found. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skips: readonly Skip[]
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/** Vitest's JSON report. A file that could not even be loaded counts as a failure. */
export function tallyVitest(report: unknown): Tally {
  const files = vitestReport.parse(report).testResults
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const count = (status: string) => tests.filter((test) => test.status === status).length
  const broken = files.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skips: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName, status }) => ({ name: fullName, reason: status })),
  }
}

const spec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
    }),
  ),
})
interface Suite {
  readonly specs: readonly z.infer<typeof spec>[]
  readonly suites?: readonly Suite[] | undefined
}
const suite: z.ZodType<Suite> = z.lazy(() => z.object({ specs: z.array(spec), suites: z.array(suite).optional() }))
const playwrightReport = z.object({ suites: z.array(suite), errors: z.array(z.unknown()) })

/** Playwright's JSON report. A test that passed only when repeated is a failure. */
export function tallyPlaywright(report: unknown): Tally {
  const { suites, errors } = playwrightReport.parse(report)
  const specs = suites.flatMap(specsOf)
  const tests = specs.flatMap(({ title, tests }) => tests.map((test) => ({ title, ...test })))
  const skipped = tests.filter(({ status }) => status === 'skipped')
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').length + errors.length,
    skips: skipped.map(({ title, annotations }) => ({
      name: title,
      reason: annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given',
    })),
  }
}

function specsOf(part: Suite): readonly z.infer<typeof spec>[] {
  return [...part.specs, ...(part.suites ?? []).flatMap(specsOf)]
}

/**
 * Reads a stage's report. A stage that ended badly without a failed test to show for it (a crash, an unhandled error,
 * no report, no tests) is one failure.
 */
export function readTally(path: string, read: (report: unknown) => Tally, exitCode: number): Tally {
  if (!existsSync(path)) return { passed: 0, failed: 1, skips: [] }
  const tally = read(JSON.parse(readFileSync(path, 'utf8')))
  const nothing = tally.passed + tally.failed + tally.skips.length === 0
  return nothing || (exitCode !== 0 && tally.failed === 0) ? { ...tally, failed: tally.failed + 1 } : tally
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
    skips: tallies.flatMap(({ skips }) => skips),
  }
}
