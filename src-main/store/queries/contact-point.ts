import { type ContactPoint, type CustomerFact, contactPoint, customerFact } from '#shared/domain/customer/customer.ts'
import { type ContactPointId, type CustomerId, customerId, type FactId } from '#shared/domain/ids.ts'
import type { ReadConnection } from '../connection.ts'
import type { FormatNumber } from './format-number.ts'
import { type DbRow, present } from './rows.ts'

export const contactPointSql = `
  SELECT id AS contactPointId, customer_id AS customerId, kind, value, extension, label, "primary" FROM contact_points WHERE id = ?`
export const factSql = `
  SELECT id AS factId, customer_id AS customerId, label, value, added_at_ms AS addedAtMs FROM customer_facts WHERE id = ?`

const ownedContactPoint = contactPoint.extend({ customerId })
const ownedFact = customerFact.extend({ customerId })

export function toContactPoint(row: DbRow, formatNumber: FormatNumber): Record<string, unknown> {
  const { extension, ...value } = present(row, 'primary')
  if (value.kind !== 'phone') return value
  return { ...value, phone: formatNumber(String(value.value), typeof extension === 'string' ? extension : undefined) }
}

export function prepareContactPoint(database: ReadConnection, formatNumber: FormatNumber) {
  const byId = database.prepare<[string], DbRow>(contactPointSql)
  return (id: ContactPointId): (ContactPoint & { customerId: CustomerId }) | undefined => {
    const row = byId.get(id)
    return row && ownedContactPoint.safeParse(toContactPoint(row, formatNumber)).data
  }
}

export function prepareFact(database: ReadConnection) {
  const byId = database.prepare<[string], DbRow>(factSql)
  return (id: FactId): (CustomerFact & { customerId: CustomerId }) | undefined => {
    const row = byId.get(id)
    return row && ownedFact.safeParse(present(row)).data
  }
}
