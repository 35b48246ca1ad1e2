import type { Desk } from '#main/app/desk.ts'
import { memorySecrets } from '#main/browser/memory-secrets.ts'
import { compose } from '#main/compose.ts'
import { openInProcessPage } from '#main/host/in-process-page.ts'
import type { Log } from '#shared/ports/log.ts'

/**
 * The desktop of the lag benchmarks, without a window: its parent tells what to import and asks for the lag. With a server's
 * login it tells when its first copy is complete.
 */
const [dataDir = '', account = '', signIn] = process.argv.slice(2)
const login = signIn === undefined ? undefined : (JSON.parse(signIn) as { url: string; login: string; password: string })
const {
  password,
  demo: _,
  ...line
} = JSON.parse(account) as { server: string; user: string; domain: string; password: string; demo: boolean }
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error, child: () => log }

const { desk: open, pages } = await compose({
  dataDir,
  resourcesDir: new URL('../../resources', import.meta.url).pathname,
  workerUrl: new URL('../../src-main/store/writer-worker.ts', import.meta.url),
  host: { kind: 'browser', version: '0.0.0', mediaInPage: false },
  secrets: memorySecrets(),
  ...(login && { server: { url: login.url, deviceName: 'bench', first: login, openPage: () => {} } }),
  demoCustomers: 0,
  demoSeed: 1,
  log,
})
const startedMs = performance.now()
const desk = open.get() ?? (await opened())
const copy = desk.server?.copy
if (copy) {
  const stopWatching = copy.standing.subscribe(({ copies, confirmedAtMs }) => {
    if (confirmedAtMs === null || copies.length > 0) return
    stopWatching()
    const { customers, interactions } = desk.store.read.sizes()
    process.send?.({ copied: { rows: customers + interactions, seconds: (performance.now() - startedMs) / 1000 } })
  })
}
// A page that hears everything, so that the pops are made and sent.
const page = openInProcessPage((wire) => pages.accept(wire))
for (const stream of ['work', 'pop', 'operator', 'counts'] as const) page.on(stream, () => {})
await page.call('line.configure', { line, password })
await page.call('operator.ready', {})
const stop = desk.phone.line.subscribe(tellRegistered)
tellRegistered()

function opened(): Promise<Desk> {
  return new Promise((resolve) => {
    const stopWaiting = open.subscribe((one) => {
      if (!one) return
      stopWaiting()
      resolve(one)
    })
  })
}

function tellRegistered(): void {
  const state = desk.phone.line.get()
  if (state.kind !== 'registered' || state.demo) return
  stop?.()
  process.send?.({ registered: true })
}

process.on('disconnect', () => process.exit())
process.on('message', (message: { reset?: true; lag?: true; import?: string }) => {
  if (message.reset) desk.lag.reset()
  if (message.lag) process.send?.({ lag: desk.lag.read() })
  if (message.import) void importFile(message.import)
})

async function importFile(path: string): Promise<void> {
  const startedMs = performance.now()
  const loaded = await desk.store.load({ kind: 'file', path }, () => {})
  if (!loaded.ok) throw new Error(loaded.failure.kind)
  process.send?.({ imported: { rows: loaded.value.rows, seconds: (performance.now() - startedMs) / 1000 } })
}
