import { z } from 'zod'
import { openReadConnection, type StoreKey, type WriteConnection } from '../connection.ts'

const text = z.string()
const whole = z.number().int()
const outboxRow = z.object({
  device: text,
  seq: whole,
  id: text,
  entity: text,
  row: text,
  kind: z.enum(['create', 'patch', 'delete']),
  fields: text.refine(isJson),
  before: text.refine(isJson),
  base_epoch: text,
  base_rev: whole,
  hlc: text,
  actor: text,
  schema: whole,
  made_at_ms: whole,
  place: whole,
  state: z.enum(['waiting', 'sent', 'refused', 'quarantined']),
  reason: text.nullable(),
  field: text.nullable(),
})

export interface SalvagedCopy {
  readonly rows: readonly z.infer<typeof outboxRow>[]
  readonly state: ReadonlyMap<string, string>
}

const mostSteps = 40

/** What a damaged copy still owed to the server, and what a person had to look after, as far as it can be read. */
export function salvagedCopy(path: string, key: StoreKey): SalvagedCopy {
  const rows: z.infer<typeof outboxRow>[] = []
  const state = new Map<string, string>()
  const database = attempt(() => openReadConnection(path, key))
  if (!database) return { rows, state }
  const values = attempt(() => database.prepare<[], { key: string; value: string }>('SELECT key, value FROM sync_state').all())
  for (const { key: name, value } of values ?? []) if (isJson(value)) state.set(name, value)
  const next = attempt(() =>
    database.prepare<[number], { n: number }>('SELECT * FROM outbox NOT INDEXED WHERE n > ? ORDER BY n LIMIT 1'),
  )
  let from = 0
  for (let steps = 0; next && steps < mostSteps; ) {
    const found = attempt(() => [next.get(from)])
    if (!found) {
      // Steps double over an unreadable stretch.
      from += 2 ** steps++
      continue
    }
    if (!found[0]) break
    const row = outboxRow.safeParse(found[0])
    if (row.success) rows.push(row.data)
    from = found[0].n
    steps = 0
  }
  attempt(() => database.close())
  return { rows, state }
}

/** Puts it into the new file, inside a transaction. Every row that waits gets an empty shadow: what comes is merged with it. */
export function putSalvaged(database: WriteConnection, { rows, state }: SalvagedCopy, newDevice: string): void {
  const known = rows.length === 0 || state.has('device')
  const device = known ? (JSON.parse(state.get('device') ?? JSON.stringify(newDevice)) as string) : newDevice
  const set = database.prepare<[string, string]>('INSERT OR REPLACE INTO sync_state (key, value) VALUES (?, ?)')
  const last = rows.reduce((most, row) => Math.max(most, row.device === device ? row.seq : 0), 0)
  const counted = Number(state.get('lastSeq') ?? 0)
  const lastSeq = known ? Math.max(last, counted) : 0
  set.run('device', JSON.stringify(device))
  if (state.has('hlc')) set.run('hlc', state.get('hlc')!)
  // What was salvaged of the rows is of an earlier round: what the server does not send again is swept.
  set.run('round', '2')
  const columns = Object.keys(outboxRow.shape)
  const add = database.prepare(
    `INSERT OR IGNORE INTO outbox (${columns.join(', ')}, included, answered_at_ms) VALUES (${columns.map((name) => `@${name}`).join(', ')}, @included, @answered)`,
  )
  const shadow = database.prepare<[string, string]>(
    'INSERT OR IGNORE INTO shadow (entity, row, rev, place, round, fields) VALUES (?, ?, 0, 0, 0, NULL)',
  )
  let renumbered = lastSeq
  for (const row of rows) {
    const open = row.state === 'waiting' || row.state === 'sent'
    const numbers = known || !open ? {} : { device, seq: ++renumbered }
    add.run({ ...row, ...numbers, place: 0, included: open ? 0 : 1, answered: open ? null : row.made_at_ms })
    if (open) shadow.run(row.entity, row.row)
  }
  set.run('lastSeq', JSON.stringify(renumbered))
}

function isJson(value: unknown): boolean {
  return attempt(() => [JSON.parse(String(value)) as unknown]) !== undefined
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
