import { appendFile, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Queries } from '../store/database.ts'
import { chainHead } from './read-chain.ts'

const anchor = z.object({
  entries: z.number().int().min(1),
  hash: z.string().length(64),
  atMs: z.number().int(),
  epoch: z.string(),
})
/** What the chain's head was once: kept outside the database, so that a chain cut short or written anew shows. */
export type Anchor = Readonly<z.infer<typeof anchor>>

/** In the server's folder. Whoever wants more keeps it on another machine, where the server's administrator cannot write. */
export function anchorFileIn(folder: string): string {
  return join(folder, 'audit-anchors')
}

/** All anchors of a file, oldest first; none when there is no file. A line that a crash cut short is left out. */
export async function readAnchors(file: string): Promise<Anchor[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((line) => anchorIn(line) ?? [])
}

function anchorIn(line: string): Anchor | undefined {
  try {
    return anchor.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

/**
 * After a restore the log has forgotten entries that were anchored, rightly. The file gets the day and time behind its name and
 * stays: its entries up to the backup's last must still fit. The new name; undefined: there is no file.
 */
export async function setAnchorsAside(file: string, atMs: number): Promise<string | undefined> {
  const aside = `${file}.until-${new Date(atMs).toISOString().replaceAll(':', '-')}`
  try {
    await rename(file, aside)
    return aside
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Where a node comes back to a database that was restored without it: as `setAnchorsAside`, if the epoch is another. */
export async function setForeignAnchorsAside(file: string, epoch: string, atMs: number): Promise<string | undefined> {
  const last = (await readAnchors(file)).at(-1)
  return last === undefined || last.epoch === epoch ? undefined : setAnchorsAside(file, atMs)
}

/** Writes the chain's head to the file, flushed to the disk, if it moved since `last`; the newest anchor. */
export async function writeAnchor(
  queries: Queries,
  file: string,
  { atMs, epoch }: Pick<Anchor, 'atMs' | 'epoch'>,
  last?: Anchor,
): Promise<Anchor | undefined> {
  const head = await chainHead(queries)
  if (head.entries === 0 || (last?.entries === head.entries && last.hash === head.hash)) return last
  const next: Anchor = { ...head, atMs, epoch }
  // A cut line before it, if there is one, ends here.
  await appendFile(file, `\n${JSON.stringify(next)}`, { mode: 0o600 })
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  return next
}

/** Anchors the chain now and every `everyMs`; the last time in `dispose`. */
export function keepAnchors(deps: {
  readonly queries: Queries
  readonly file: string
  /** Of the database, see `sync/epoch.ts`. */
  readonly epoch: string
  readonly clock: Clock
  readonly log: Log
  readonly everyMs: number
}): { dispose(): Promise<void> } {
  let last: Anchor | undefined
  let cancel: (() => void) | undefined
  let disposed = false
  let running: Promise<void> = Promise.resolve()

  const write = async () => {
    try {
      last = await writeAnchor(deps.queries, deps.file, { atMs: deps.clock.epochMs(), epoch: deps.epoch }, last)
    } catch (error) {
      deps.log.warn('the audit log could not be anchored', { error })
    }
  }
  const round = async (): Promise<void> => {
    await write()
    if (!disposed) cancel = deps.clock.after(deps.everyMs, () => (running = round()))
  }
  running = round()

  return {
    async dispose() {
      disposed = true
      cancel?.()
      await running
      await write()
    },
  }
}
