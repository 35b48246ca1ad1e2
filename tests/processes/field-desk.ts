import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openReadConnection } from '#main/store/connection.ts'
import { openStore } from '#main/store/open-store.ts'
import { createSync } from '#main/sync/create-sync.ts'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import type { Change } from '#shared/entities/change.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Sync } from '#shared/ports/sync.ts'
import { systemClock } from '#system/system-clock.ts'
import { type DeskLogin, openDeskAccount } from './desk-account.ts'
import type { DeskRequest, DeskWord, WriteAnswer } from './desk-wire.ts'

/**
 * A desktop without pages, telephony and windows: its store, its sync and an account, driven over the channel to its parent.
 * `node field-desk.ts FOLDER LOGIN` where LOGIN is JSON.
 */
const [dir = '', loginText = ''] = process.argv.slice(2)
const { online = true, ...login } = JSON.parse(loginText) as DeskLogin & { online?: boolean }
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error, child: () => log }

const account = await openDeskAccount(dir, login)
const path = join(dir, 'dzvin.db')
const store = await openStore({
  path,
  clock: systemClock,
  log,
  workerUrl: new URL('../../src-main/store/writer-worker.ts', import.meta.url),
  formatNumber: (value, extension) => ({ dial: value, display: value, ...(extension && { extension }) }),
  home: () => numberingPlanOf('UA'),
  key: account.key,
  sync: { device: account.deviceId, actor: account.userId },
})
const copy = store.copy
if (!copy) throw new Error('The store has no copy')
const reader = openReadConnection(path, account.key)
const lag = monitorEventLoopDelay({ resolution: 1 })
lag.enable()
let sync: Sync | undefined
if (online) goOnline()
else tellState()
copy.standing.subscribe(tellState)
process.on('disconnect', () => process.exit())
process.on('message', ({ id, request }: { id: number; request: DeskRequest }) => {
  answer(request).then(
    (value) => say({ kind: 'answer', id, value }),
    (error: unknown) => say({ kind: 'broken', id, why: String(error) }),
  )
})

async function answer(request: DeskRequest): Promise<unknown> {
  switch (request.kind) {
    case 'write':
      return writeEach([request.changes])
    case 'write-each':
      return writeEach(request.changes)
    case 'rows':
      return reader.prepare<unknown[]>(request.sql).all(...request.values)
    case 'online':
      if (request.on) return goOnline()
      return goOffline()
    case 'nudge':
      return sync?.now()
    case 'lag': {
      const read = { p50: lag.percentile(50) / 1e6, p999: lag.percentile(99.9) / 1e6, max: lag.max / 1e6 }
      lag.reset()
      return read
    }
    case 'stop':
      await goOffline()
      reader.close()
      await store.dispose()
      return void setImmediate(() => process.exit())
  }
}

async function writeEach(all: readonly (readonly Change[])[]): Promise<WriteAnswer> {
  const ms: number[] = []
  for (const changes of all) {
    const started = performance.now()
    const result = await store.write(changes)
    if (!result.ok) return { failed: `${result.failure.kind} ${JSON.stringify(result.failure.params)}`, ms }
    if (!result.value.durable) return { failed: `not durable: ${JSON.stringify(store.health.get())}`, ms }
    ms.push(performance.now() - started)
  }
  return { ms }
}

function goOnline(): void {
  if (sync || !copy) return
  sync = createSync({ account, serverUrl: login.serverUrl, copy, clock: systemClock, log, random: Math.random })
  sync.state.subscribe(tellState)
  sync.onApplied(({ customers }) => say({ kind: 'applied', customers, atNs: now() }))
  tellState()
}

async function goOffline(): Promise<void> {
  const ending = sync
  sync = undefined
  await ending?.dispose()
}

function tellState(): void {
  const offline = { kind: 'off', waiting: copy!.standing.get().waiting, refused: 0, conflicts: 0 } as const
  say({ kind: 'state', sync: sync?.state.get() ?? offline, standing: copy!.standing.get(), atNs: now() })
}

function now(): string {
  return String(process.hrtime.bigint())
}

function say(word: DeskWord): void {
  if (process.connected) process.send?.(word)
}
