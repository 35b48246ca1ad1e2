import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWriteConnection, type WriteConnection } from '../connection.ts'
import { migrations } from '../migrations/list.ts'
import { migrate } from '../migrations/migrate.ts'
import { searchSql } from '../search/search-customers.ts'
import { missedCallsSql, missedCountSql, recentCallsSql } from './calls.ts'
import { cardSql, recentInboundCallsSql } from './card.ts'
import { caseEventsSql } from './case-events.ts'
import { casesByStatusSql, lastCaseNumberSql } from './cases.ts'
import { openCasesCountSql, openTasksCountSql, overdueTasksCountSql } from './counts.ts'
import { detailsSql, tagListsSql } from './customer-details.ts'
import { exactOwnersSql, rememberedSql, tailOwnersSql } from './number-owners.ts'
import { summarySql } from './summary.ts'
import { doneTasksSql, openTasksSql } from './tasks.ts'
import { timelineSql, timelineTotalSql } from './timeline.ts'

let dir: string
let database: WriteConnection

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'dzvin-plans-'))
  database = openWriteConnection(join(dir, 'test.db'))
  migrate(database, migrations, 1)
})
afterAll(() => {
  database.close()
  rmSync(dir, { recursive: true })
})

const byCustomerId = 'sqlite_autoindex_customers_1 (id=?)'

describe('the plan of a hot query walks its index', () => {
  it.each([
    ['number, exact', exactOwnersSql, ['contact_points_by_phone (value=?)', byCustomerId]],
    ['number, tail', tailOwnersSql, ['contact_points_by_tail (reversed_tail>? AND reversed_tail<?)', byCustomerId]],
    ['number, last contact', exactOwnersSql, ['INDEX interactions_timeline (customer_id=?)', 'agreements_by_customer']],
    ['number, remembered', rememberedSql, ['sqlite_autoindex_number_memory_1 (id=?)']],
    ['summary', `${summarySql} c.id = ?`, [byCustomerId, 'contact_points_by_customer (customer_id=?)']],
    ['card: customer', cardSql.customer, [byCustomerId, 'sqlite_autoindex_territories_1 (id=?)']],
    ['card: addresses', detailsSql.addresses, ['addresses_customer (customer_id=?)']],
    ['card: relations', detailsSql.relations, ['relations_customer (customer_id=?)', byCustomerId]],
    ['card: named by', detailsSql.namedBy, ['relations_other (other_customer_id=?)', byCustomerId]],
    ['case events', caseEventsSql, ['case_events_case (case_id=?)']],
    ['tags in use', tagListsSql, ['customers_tags (tags>?)']],
    ['card: contact points', cardSql.contactPoints, ['contact_points_by_customer (customer_id=?)']],
    ['card: agreements', cardSql.agreements, ['agreements_by_customer (customer_id=?)']],
    ['card: products', cardSql.products, ['customer_products_by_customer (customer_id=?)']],
    ['card: facts', cardSql.facts, ['customer_facts_by_customer (customer_id=?)']],
    ['card: cases', cardSql.openCases, ['cases_by_customer (customer_id=?)']],
    ['card: tasks', cardSql.openTasks, ['tasks_open_by_customer (customer_id=?)']],
    ['card: repeat caller', recentInboundCallsSql, ['interactions_timeline (customer_id=? AND started_at_ms>?)']],
    ['timeline', timelineSql, ['interactions_timeline (customer_id=? AND started_at_ms<?)']],
    ['timeline, total', timelineTotalSql, ['COVERING INDEX interactions_timeline (customer_id=?)']],
    ['recent calls', recentCallsSql, ['interactions_calls']],
    ['missed calls', missedCallsSql, ['interactions_missed', 'interactions_reached (number=? AND started_at_ms>?)']],
    ['missed calls, count', missedCountSql, ['interactions_missed', 'interactions_reached (number=? AND started_at_ms>?)']],
    ['cases', casesByStatusSql, ['cases_by_status (status=?)']],
    ['last case number', lastCaseNumberSql, ['cases_by_number']],
    ['open tasks', openTasksSql, ['tasks_open_by_due (due_at_ms>?)']],
    ['done tasks', doneTasksSql, ['tasks_done']],
    ['count of open tasks', openTasksCountSql, ['tasks_open_by_due']],
    ['count of overdue tasks', overdueTasksCountSql, ['tasks_open_by_due (due_at_ms<?)']],
    ['count of open cases', openCasesCountSql, ['cases_by_status (status=?)']],
    ['search: number', searchSql.phone, ['contact_points_by_phone (value>? AND value<?)']],
    ['search: tail', searchSql.tail, ['contact_points_by_tail (reversed_tail>? AND reversed_tail<?)']],
    ['search: e-mail', searchSql.email, ['contact_points_by_email (value>? AND value<?)']],
    ['search: agreement', searchSql.agreement, ['agreements_by_number (number>? AND number<?)']],
    ['search: slips', searchSql.stems, ['PRIMARY KEY (slip=?)']],
    ['search: names', searchSql.names, ['VIRTUAL TABLE INDEX']],
  ])('%s', (_, sql, indexes) => {
    const plan = planOf(sql)
    for (const index of indexes) expect(plan).toContain(index)
    expect(plan).not.toMatch(
      /SCAN (customers|contact_points|interactions|cases|tasks|agreements|addresses|relations|case_events|c|p|i|k|t|a|r)$/m,
    )
  })

  it('sorts a page of the timeline only where two began in the same millisecond', () => {
    expect(planOf(timelineSql)).toContain('USE TEMP B-TREE FOR LAST TERM OF ORDER BY')
  })

  it('fails without its index instead of scanning', () => {
    database.exec('SAVEPOINT lost; DROP INDEX contact_points_by_phone')
    expect(() => database.prepare(exactOwnersSql)).toThrow('no such index')
    database.exec('ROLLBACK TO lost; RELEASE lost')
  })
})

function planOf(sql: string): string {
  const parameters = sql.includes('@')
    ? [{ value: '', extension: null, customer: '', channels: null, startedAtMs: 0, id: '', limit: 1 }]
    : Array.from(sql.matchAll(/\?/g), () => 1)
  return database
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...parameters)
    .map((row) => row.detail)
    .join('\n')
}
