import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { startBrowserHost } from '#main/browser/browser-host.ts'
import { memorySecrets } from '#main/browser/memory-secrets.ts'
import { compose } from '#main/compose.ts'
import { openInProcessPage } from '#main/host/in-process-page.ts'
import type { CommandInput, CommandName } from '#shared/contract/commands.ts'
import type { StreamName, StreamValue } from '#shared/contract/streams.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { CallId } from '#shared/domain/ids.ts'
import type { MediaStats } from '#shared/domain/media/media.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import type { Log } from '#shared/ports/log.ts'
import { rendererConfig } from '../../scripts/build/configs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

/** The main process in this test's own process, with its media page in a real browser and this test in the interface's seat. */
export interface Desk {
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Failure | undefined>
  /** A stream's latest value. */
  latest<N extends 'line' | 'media' | 'pop'>(name: N): StreamValue<N> | undefined
  /** The newest call as last seen, also when its tab has closed by itself. */
  newest(): WorkItem | undefined
  stats(callId: CallId): Promise<MediaStats | undefined>
  dispose(): Promise<void>
}

/** Pages for `startDesk`: the media page as it is built for the product, and nothing in the interface's place. */
export async function buildMediaPage(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'dzvin-pages-'))
  const config = rendererConfig()
  await build({
    ...config,
    build: { ...config.build, outDir: dir, rolldownOptions: { input: path.join(root, 'src-renderer/media.html') } },
  })
  await writeFile(path.join(dir, 'index.html'), '<!doctype html><title>Dzvin</title>')
  return dir
}

export async function startDesk(page: Page, pagesDir: string): Promise<Desk> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'dzvin-desk-'))
  const desktop = await compose({
    dataDir,
    resourcesDir: path.join(root, 'resources'),
    workerUrl: new URL('../../src-main/store/writer-worker.ts', import.meta.url),
    host: { kind: 'browser', version: '0.0.0', mediaInPage: false },
    secrets: memorySecrets(),
    log: silent,
    demoCustomers: 0,
    demoSeed: 1,
  })
  const host = await startBrowserHost({ pagesDir, port: 0, accept: (wire) => desktop.pages.accept(wire), log: silent })
  const seat = openInProcessPage((wire) => desktop.pages.accept(wire))
  const values = new Map<StreamName, unknown>()
  for (const name of ['line', 'media', 'pop'] as const) seat.on(name, (value) => values.set(name, value))
  const calls = new Map<string, WorkItem>()
  seat.on('work', (items) => {
    for (const item of items) calls.set(item.interactionId, item)
  })
  await page.goto(host.issueLink())
  await page.waitForURL(`${host.origin}/`)
  await page.goto(`${host.origin}/media.html`)
  const latest: Desk['latest'] = (name) => values.get(name) as StreamValue<typeof name> | undefined
  return {
    call: seat.call,
    latest,
    newest: () => [...calls.values()].at(-1),
    async stats(callId) {
      const answer = await desktop.desk.get()!.media.do('stats', { sessionId: callId })
      return answer.ok ? answer.value : undefined
    },
    async dispose() {
      seat.dispose()
      await host.dispose()
      await desktop.dispose()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
