import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '#shared/sync/principal.ts'
import { copyPage, everyonesTerritory } from '#shared/sync/protocol.ts'
import type { Database } from '../store/database.ts'
import { openEmbedded } from '../store/embedded.ts'
import { openAuthority } from '../sync/database-authority.ts'
import { serviceOver } from '../sync/testing/sync-database.ts'
import { randomAsker, randomOf, writeCase } from './testing/rights-cases.ts'
import { isHidden, maySee } from './testing/rights-oracle.ts'
import { allRows, territories } from './testing/rights-rows.ts'

const seed = Number(process.env.DZVIN_SEED ?? Date.now() % 4_294_967_296)
const rows = allRows()
const told = new Map(rows.map((row) => [`${row.entity}/${row.id}`, row]))

let database: Database
let server: Awaited<ReturnType<typeof serviceOver>>
beforeAll(async () => {
  database = await openEmbedded({ transactionTimeoutMs: 20_000 })
  server = await serviceOver(database)
  await database.query("select setval('row_rev', 1000)")
  await restore()
}, 60_000)
afterAll(() => database.close())

/** Puts sample rows into the database as they were: all, or those that a change has touched. */
async function restore(): Promise<void> {
  await database.transaction(async (queries) => {
    const touched = await queries.query<{ entity: string; id: string }>(
      'delete from feed where rev > 1 returning entity, row_id as id',
    )
    const keys = new Set(touched.map(({ entity, id }) => `${entity}/${id}`))
    for (const { entity, id } of touched) await queries.query(`delete from ${entity} where id = $1`, [id])
    const store = await openAuthority(queries, { nowMs: 1, ids: { next: () => 'none' } })
    const again = rows.filter(({ entity, id }) => touched.length === 0 || keys.has(`${entity}/${id}`))
    const feed =
      touched.length > 0
        ? []
        : again.map(({ entity, id, rev, territory }) => ({ entity, id, rev, territory, kind: 'row' as const }))
    await store.save({ rows: again, feed, answers: [], quarantine: [], appliedSeq: 0, device: 'seed', owner: 'seed' })
  })
}

type Shown = readonly { readonly entity: string; readonly id: string; readonly fields: Readonly<Record<string, unknown>> }[]

/** What each of the two ways down has shown: the rows that may be seen, all of them and no other, with nothing hidden in them. */
function checkShown(asker: Parameters<typeof maySee>[0], shown: Shown, way: string): number {
  const who = `${way}, ${asker.role} of [${asker.territories}]`
  const expected = rows
    .filter(({ entity, territory }) => maySee(asker, entity, territory))
    .map(({ entity, id }) => `${entity}/${id}`)
  expect(shown.map(({ entity, id }) => `${entity}/${id}`).toSorted(), who).toEqual(expected.toSorted())
  for (const { entity, id, fields } of shown) {
    for (const [field, value] of Object.entries(told.get(`${entity}/${id}`)?.fields ?? {})) {
      const contest = asker.role === 'analyst' && entity === 'conflicts' && ['before', 'kept', 'lost'].includes(field)
      const isSame = JSON.stringify(sorted(fields[field])) === JSON.stringify(sorted(value))
      if (isSame === (isHidden(asker, entity, field) || contest)) expect.fail(`${who}: ${entity}.${field} of ${id}`)
    }
  }
  return shown.length
}

/** jsonb keeps no order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

async function copied(principal: Principal, territory: string): Promise<Shown> {
  const shown: { entity: string; id: string; fields: Record<string, unknown> }[] = []
  const request = { protocol: 1, device: 'mine', territory, after: null, rows: 100_000 }
  for await (const line of server.service.copy(principal, request)) {
    const { entity, fields, rows: page } = copyPage.parse(JSON.parse(line))
    for (const [id, , ...values] of page)
      shown.push({ entity, id, fields: Object.fromEntries(fields.map((field, index) => [field, values[index]])) })
  }
  return shown
}

test(`by copy and by feed nobody is shown what they may not see (DZVIN_SEED=${seed}) (SYNC-10)`, {
  timeout: 120_000,
}, async () => {
  const random = randomOf(seed)
  const [state] = await database.query<{ epoch: string }>('select epoch from sync_state')
  let shown = 0
  for (let number = 0; number < 40; number++) {
    const asker = randomAsker(random, 'me')
    // Each territory is asked for, also those of others.
    const pages: Shown[number][] = []
    for (const territory of [...territories, everyonesTerritory]) pages.push(...(await copied(asker.principal, territory)))
    const directory = pages.filter(({ entity, id }) => told.has(`${entity}/${id}`))
    expect(directory).toHaveLength(pages.length)
    shown += checkShown(asker, pages, 'copy')
    const page = await server.pull(asker.principal, 'mine', `${state?.epoch}.0.0`, 5_000)
    if (page.kind === 'page') shown += checkShown(asker, page.rows, 'feed')
  }
  expect(shown).toBeGreaterThan(500)
})

test(`2,000 tries to write at the database (DZVIN_SEED=${seed}) end as they should (SYNC-10)`, { timeout: 300_000 }, async () => {
  const random = randomOf(seed)
  const [state] = await database.query<{ epoch: string }>('select epoch from sync_state')
  for (let number = 1; number <= 2_000; number++) {
    const { principal, mutation, allowed, told: what } = writeCase(random, number)
    const device = `device-${number}`
    const base = { epoch: state?.epoch ?? '', rev: 1 }
    const answer = await server.send(principal, device, [{ ...mutation, seq: 1, base }])
    const outcome = answer.kind === 'pushed' ? answer.answers[0]?.outcome.kind : answer.kind
    if ((outcome === 'applied') !== allowed) expect.fail(`${allowed ? 'allowed' : 'forbidden'}, but ${outcome}: ${what}`)
    const [changed] = await database.query<{ count: number }>(`select count(*) as count from feed where rev > 1`)
    if (!allowed && changed?.count !== 0) expect.fail(`forbidden, but the feed tells of a change: ${what}`)
    if (allowed) await restore()
  }
})
