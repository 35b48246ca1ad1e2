import { z } from 'zod'
import type { EntityName } from '#shared/entities/entities.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { type CopyRequest, copyPageRows, everyonesTerritory } from '#shared/sync/protocol.ts'
import { sightOf } from '#shared/sync/sight.ts'
import type { Database } from '../store/database.ts'
import { type CopyStep, copyPageSql, copySteps, fieldNames } from './copy-steps.ts'
import { writeCursor } from './cursor.ts'
import { entitySql } from './entity-sql.ts'

/** Where a first copy stands, inside its token. */
interface Position {
  readonly epoch: string
  /** What its rows were given under. */
  readonly sight: string
  /** The horizon when this copy began, so that a copy that goes on for days still pulls from its start. */
  readonly xid: string
  readonly step: number
  readonly done: number
  readonly total: number
  /** Key of the last row of `step`; empty: from its beginning. */
  readonly last: readonly (string | number)[]
}

const count = z.number().int().min(0)
const token = z.tuple([
  z.string().max(64),
  z.string().max(64),
  z.string().regex(/^\d{1,20}$/),
  count,
  count,
  count,
  z.union([z.tuple([]), z.tuple([z.string().max(64)]), z.tuple([z.number().int(), z.string().max(64)])]),
])

/** Counting stops here: how far a larger copy is need not be exact. */
const countedRows = 50_000

/**
 * The lines of a first copy, each one `copyPage` as JSON with a line's end (SYNC-11). Every page is a statement of its own, so no
 * transaction is held open; what changes in between comes by the feed from the cursor on. A territory that this user does not
 * have is an empty one.
 */
export async function* copy(database: Database, principal: Principal, request: CopyRequest): AsyncGenerator<string> {
  const kind = request.territory === everyonesTerritory ? 'everyones' : 'one'
  const steps = kind === 'everyones' || principal.territories.has(request.territory) ? copySteps(principal.role, kind) : []
  const state = { ...(await standing(database)), sight: sightOf(principal.role) }
  let at = readToken(request.after, state, steps.length) ?? {
    ...state,
    step: 0,
    done: 0,
    total: await estimate(database, steps, request.territory),
    last: [],
  }
  let left = request.rows
  let coming = nextPage(at)
  for (;;) {
    const step = steps[at.step]
    const page = await coming
    if (!step || !page) {
      yield line(request, at, steps.at(-1), '', null)
      return
    }
    const ended = page.count < Math.min(copyPageRows, left)
    left -= page.count
    const done = at.done + page.count
    at = { ...at, done, total: Math.max(at.total, done), step: ended ? at.step + 1 : at.step, last: ended ? [] : page.last }
    const complete = ended && at.step === steps.length
    const over = complete || left === 0
    // Read while this one is on its way. Whoever leaves before does not wait for it.
    coming = over ? Promise.resolve(undefined) : nextPage(at)
    if (page.count > 0 || complete) yield line(request, at, step, page.lines, complete ? null : writeToken(at))
    if (over) return
  }

  function nextPage({ step, last }: Position): Promise<Page | undefined> {
    const next = steps[step]
    const page = next
      ? readPage(database, principal, request, next, last, Math.min(copyPageRows, left))
      : Promise.resolve(undefined)
    page.catch(() => undefined)
    return page
  }
}

interface Page {
  readonly lines: string
  readonly count: number
  readonly last: readonly (string | number)[]
}

async function readPage(
  database: Database,
  principal: Principal,
  { territory }: CopyRequest,
  step: CopyStep,
  after: Position['last'],
  limit: number,
): Promise<Page> {
  const kind = territory === everyonesTerritory ? 'everyones' : 'one'
  const sql = copyPageSql(principal.role, step, kind, after.length > 0)
  const [page] = await database.query<{ lines: string; count: number; last: Page['last'] | null }>(sql, [
    limit,
    ...(kind === 'one' ? [territory] : []),
    ...after,
  ])
  return { lines: page?.lines ?? '', count: page?.count ?? 0, last: page?.last ?? [] }
}

/** Put together as text: the rows are JSON already. */
function line({ territory }: CopyRequest, at: Position, step: CopyStep | undefined, rows: string, after: string | null): string {
  const { epoch, sight, xid, done } = at
  const entity = step?.entity
  const head = JSON.stringify({ kind: 'copy', epoch, territory, cursor: writeCursor({ epoch, xid, seq: 0, sight }), sight })
  const shape = `"entity":"${entity?.name ?? 'customers'}","fields":${JSON.stringify(entity ? fieldNames(entity) : [])}`
  const total = after === null ? done : at.total
  return `${head.slice(0, -1)},${shape},"rows":[${rows}],"after":${JSON.stringify(after)},"done":${done},"total":${total}}\n`
}

async function standing(database: Database): Promise<{ epoch: string; xid: string }> {
  const [state] = await database.query<{ epoch: string; xid: string }>(
    'SELECT epoch, pg_snapshot_xmin(pg_current_snapshot())::text AS xid FROM sync_state',
  )
  if (!state) throw new Error('The table sync_state is empty')
  return state
}

async function estimate(database: Database, steps: readonly CopyStep[], territory: string): Promise<number> {
  const names = [...new Set(steps.map(({ entity }) => entity.name))]
  if (names.length === 0) return 0
  const [where, values] = territory === everyonesTerritory ? ['territory_id IS NULL', []] : ['territory_id = $1', [territory]]
  const rowsOf = (name: EntityName) => `FROM ${entitySql.get(name)?.table} WHERE ${where} AND NOT deleted`
  const counts = names.map((name) => `(SELECT count(*) FROM (SELECT ${rowsOf(name)} LIMIT ${countedRows}) AS counted)`)
  const [counted] = await database.query<{ rows: readonly number[] }>(
    `SELECT json_build_array(${counts.join(', ')}) AS rows`,
    values,
  )
  let total = 0
  for (const [at, name] of names.entries()) {
    const rows = counted?.rows[at] ?? 0
    total += rows < countedRows ? rows : await planned(database, rowsOf(name), values)
  }
  return total
}

/** The planner's guess; at least what was counted. */
async function planned(database: Database, rows: string, values: readonly unknown[]): Promise<number> {
  const guess = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]) })])
  const plan = guess.safeParse(await database.query(`EXPLAIN (FORMAT JSON) SELECT 1 ${rows}`, values))
  return Math.max(countedRows, plan.success ? Math.round(plan.data[0]['QUERY PLAN'][0].Plan['Plan Rows']) : 0)
}

function writeToken({ epoch, sight, xid, step, done, total, last }: Position): string {
  return JSON.stringify([epoch, sight, xid, step, done, total, last])
}

/** Undefined, to begin anew, for a token of another epoch or sight, or none that was given here. */
function readToken(text: string | null, now: Pick<Position, 'epoch' | 'sight'>, steps: number): Position | undefined {
  if (text === null) return undefined
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const read = token.safeParse(json)
  if (!read.success || read.data[0] !== now.epoch || read.data[1] !== now.sight || read.data[3] > steps) return undefined
  const [epoch, sight, xid, step, done, total, last] = read.data
  return { epoch, sight, xid, step, done, total, last }
}
