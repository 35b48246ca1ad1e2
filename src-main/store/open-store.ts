import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import type { Change } from '#shared/entities/change.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { CopyStanding } from '#shared/ports/local-copy.ts'
import type { Log } from '#shared/ports/log.ts'
import type { BulkSource, Store } from '#shared/ports/store.ts'
import { copyOn, unknownStanding } from './copy/copy-link.ts'
import { catalogueEntities } from './queries/catalogue.ts'
import type { FormatNumber } from './queries/format-number.ts'
import { ReadAccess } from './read-access.ts'
import type { HomeNumbers } from './search/search-query.ts'
import { healthOf, type StorageFailure } from './storage-failure.ts'
import { createReads } from './store-reads.ts'
import { ChangeChecker } from './write/check-change.ts'
import { UnsavedJournal } from './write/unsaved-journal.ts'
import { WorkerLink } from './write/worker-link.ts'
import { WriteQueue } from './write/write-queue.ts'
import { markDamage } from './write/writer.ts'
import type { StoreFile, WriteItem, WriterLink } from './write/writer-wire.ts'

/** The database file (its folder is made), its key, and whose copy it is. */
export interface StoreOptions extends StoreFile {
  readonly clock: Clock
  readonly log: Log
  /** `writer-worker.ts`, or the file that it was bundled into. */
  readonly workerUrl: URL
  readonly formatNumber: FormatNumber
  /** How national numbers are typed at home; asked at each search. */
  readonly home: () => HomeNumbers
}

/** After this the app goes on starting while rows are still being salvaged. */
const salvageAwaitedMs = 1_500
const reopenMs = 2_000

/** Always resolves: where the file cannot be opened, reads throw `StoreUnavailable`, writes wait in memory, `health` says why. */
export function openStore(options: StoreOptions): Promise<Store> {
  return openStoreOn(new WorkerLink(options.workerUrl, fileOf(options), options.log), options)
}

/** The same on any writer. */
export async function openStoreOn(link: WriterLink, options: Omit<StoreOptions, 'workerUrl'>): Promise<Store> {
  const { path, key, sync, clock, log } = options
  const health = new Cell<StoreHealth>({ kind: 'ok', unsaved: 0 })
  const checker = new ChangeChecker()
  const fails = (kind: StorageFailure, error?: unknown) => {
    log.warn('The database cannot be read', { kind, error })
    if (kind === 'corrupt') markDamage(path)
    health.update((state) => (state.kind === 'corrupt' ? state : { ...state, kind: healthOf(kind) }))
  }
  const access = new ReadAccess(path, key, fails)
  const { reads, catalogueChanged } = createReads({
    access,
    path,
    formatNumber: options.formatNumber,
    home: options.home,
  })
  const journal = new UnsavedJournal(path, log, key)
  const queue = new WriteQueue({
    link,
    clock,
    log,
    health,
    journal,
    onCommitted: (items, standing) => {
      heardStanding(standing)
      if (items.some(touchesCatalogue)) catalogueChanged()
    },
  })
  const standing = sync && unknownStanding(sync.device)
  const copy = standing && copyOn(link, standing, catalogueChanged)
  let cancelReopening: () => void = () => undefined
  queue.restore(journal.read(checker))
  await open()
  return { health, read: reads, write, writeDevice, load, dispose, ...(copy ? { copy } : {}) }

  function heardStanding(value: CopyStanding | undefined): void {
    if (value) standing?.set(value)
  }

  async function open(): Promise<void> {
    const opened = await link.open()
    if (opened.kind === 'refused') {
      log.error('The database cannot be opened', { cause: opened.cause, detail: opened.detail })
      health.update((state) => ({ ...state, kind: healthOf(opened.cause) }))
      cancelReopening = clock.after(reopenMs, () => void open())
      return
    }
    heardStanding(opened.standing)
    // Writes that wait are still waiting: the queue says when they are through.
    if (queue.unsaved === 0) health.update((state) => ({ ...state, kind: 'ok' }))
    catalogueChanged()
    if (opened.setAside) return rebuilt(opened.setAside)
    if (opened.unclean) void checkInBackground()
    await queue.release()
  }

  async function rebuilt(setAside: string): Promise<void> {
    log.error('The database was damaged and set aside', { setAside })
    health.update((state) => ({ ...state, setAside }))
    const salvage = link.salvage(setAside).then((answer) => {
      log.info('Salvaged what could be read', { ...answer })
      catalogueChanged()
      // Only now: what waits may change rows that were not there before.
      return queue.release()
    })
    let stopWaiting: () => void = () => undefined
    const longEnough = new Promise<void>((resolve) => {
      stopWaiting = clock.after(salvageAwaitedMs, resolve)
    })
    await Promise.race([salvage, longEnough])
    stopWaiting()
  }

  /** After a crash the file is most likely sound; reading all of it takes too long to wait for. */
  async function checkInBackground(): Promise<void> {
    log.info('The last run did not close the database: checking it')
    if (!(await link.check())) fails('corrupt')
  }

  async function write(changes: readonly Change[]): Promise<Result<{ durable: boolean }>> {
    const checked: Change[] = []
    for (const change of changes) {
      const result = checker.check(change)
      if ('failure' in result) return { ok: false, failure: result.failure }
      checked.push(result.change)
    }
    return checked.length === 0 ? ok({ durable: true }) : queue.write({ kind: 'changes', changes: checked })
  }

  async function writeDevice(key: string, value: unknown): Promise<Result<{ durable: boolean }>> {
    const json = JSON.stringify(value)
    if (key === '' || key.length > 100 || json === undefined) return fail('invalid-input', { field: key.slice(0, 100) })
    return queue.write({ kind: 'device', key, json })
  }

  async function load(source: BulkSource, onProgress: (done: number, total: number) => void) {
    const answer = await link.load(source, onProgress)
    catalogueChanged()
    if (answer.kind === 'refused') {
      log.warn('The load was broken off', { cause: answer.cause, detail: answer.detail })
      return fail(`store-${answer.cause}`)
    }
    heardStanding(answer.standing)
    if (answer.refused > 0) log.warn('Some rows were not loaded', { refused: answer.refused })
    return ok({ rows: answer.rows, refused: answer.refused })
  }

  async function dispose(): Promise<void> {
    cancelReopening()
    await queue.settle()
    access.close()
    await link.close()
  }
}

/** Not what the main thread alone needs: the rest must be able to cross to the worker. */
function fileOf({ path, key, sync }: StoreFile): StoreFile {
  return { path, key, sync }
}

function touchesCatalogue(item: WriteItem): boolean {
  const names: readonly string[] = catalogueEntities
  return item.kind === 'changes' && item.changes.some((change) => names.includes(change.entity))
}
