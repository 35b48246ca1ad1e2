import { type CustomerSummary, customerSummary } from '#shared/domain/customer/customer.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { ReadConnection } from '../connection.ts'
import type { FormatNumber } from './format-number.ts'
import { type DbRow, parsedEach, present } from './rows.ts'

/** Columns of a customer `c` for a summary, but for the number. */
export const summaryColumns = `
  c.id AS customerId, c.kind AS kind, c.name AS name, c.segment AS segment, c.vip AS vip, c.city AS city,
  (SELECT number FROM agreements INDEXED BY agreements_by_customer
    WHERE customer_id = c.id ORDER BY status <> 'active' LIMIT 1) AS agreementNumber,
  (SELECT max(started_at_ms) FROM interactions INDEXED BY interactions_timeline WHERE customer_id = c.id) AS lastContactAtMs`

export const summarySql = `
  SELECT ${summaryColumns},
    (SELECT rowid FROM contact_points INDEXED BY contact_points_by_customer
      WHERE customer_id = c.id AND kind = 'phone' ORDER BY "primary" DESC LIMIT 1) AS phoneRow
  FROM customers c WHERE`

const phoneSql = 'SELECT value, extension FROM contact_points WHERE rowid = ?'

interface PhoneRow {
  readonly value: string
  readonly extension: string | null
}

export function prepareSummary(database: ReadConnection, formatNumber: FormatNumber) {
  const byId = database.prepare<[string], DbRow>(`${summarySql} c.id = ?`)
  const byRowid = database.prepare<[number], DbRow>(`${summarySql} c.rowid = ?`)
  const phone = database.prepare<[number], PhoneRow>(phoneSql)
  const toSummary = (row: DbRow | undefined): CustomerSummary | undefined => {
    if (!row) return undefined
    const { phoneRow, ...summary } = present(row, 'vip')
    const found = typeof phoneRow === 'number' ? phone.get(phoneRow) : undefined
    if (found) summary.phone = formatNumber(found.value, found.extension ?? undefined)
    return parsedEach(customerSummary, [summary])[0]
  }
  return {
    byId: (id: CustomerId) => toSummary(byId.get(id)),
    byRowid: (rowid: number) => toSummary(byRowid.get(rowid)),
  }
}
