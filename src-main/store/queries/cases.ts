import { type CaseRecord, caseRecord, caseStatus } from '#shared/domain/customer/customer.ts'
import type { CaseId } from '#shared/domain/ids.ts'
import type { ReadConnection } from '../connection.ts'
import { type DbRow, parsedEach, present } from './rows.ts'

export const caseColumns = `
  k.id AS caseId, k.customer_id AS customerId, c.name AS customerName, k.number, k.title, k.status, k.priority, k.owner,
  k.opened_at_ms AS openedAtMs, k.due_at_ms AS dueAtMs, k.closed_at_ms AS closedAtMs, k.rev = 0 AS provisional`

export const casesByStatusSql = `
  SELECT ${caseColumns} FROM cases k INDEXED BY cases_by_status LEFT JOIN customers c ON c.id = k.customer_id
  WHERE k.status = ? ORDER BY k.opened_at_ms DESC LIMIT ?`

export const caseByIdSql = `SELECT ${caseColumns} FROM cases k LEFT JOIN customers c ON c.id = k.customer_id WHERE k.id = ?`

export const lastCaseNumberSql = `
  SELECT CAST(number AS INTEGER) FROM cases INDEXED BY cases_by_number ORDER BY CAST(number AS INTEGER) DESC LIMIT 1`

const firstCaseNumber = 10_001

export function toCase(row: DbRow): unknown {
  return present(row, 'provisional')
}

export function prepareCases(database: ReadConnection) {
  const byStatus = database.prepare<[string, number], DbRow>(casesByStatusSql)
  /** Latest opened first. */
  return (options: { statuses?: readonly CaseRecord['status'][] | undefined; limit: number }): CaseRecord[] => {
    const rows = (options.statuses ?? caseStatus.options).flatMap((status) => byStatus.all(status, options.limit))
    rows.sort((a, b) => Number(b.openedAtMs) - Number(a.openedAtMs))
    return parsedEach(caseRecord, rows.slice(0, options.limit).map(toCase))
  }
}

export function prepareCaseById(database: ReadConnection) {
  const byId = database.prepare<[string], DbRow>(caseByIdSql)
  return (id: CaseId): CaseRecord | undefined => {
    const row = byId.get(id)
    return row && parsedEach(caseRecord, [toCase(row)])[0]
  }
}

export function prepareLastCaseNumber(database: ReadConnection) {
  const last = database.prepare<[], number>(lastCaseNumberSql).pluck()
  return (): number => Math.max(firstCaseNumber - 1, last.get() ?? 0)
}
