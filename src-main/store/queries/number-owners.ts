import type { PhoneNumber } from '#shared/domain/call/caller.ts'
import { customerSummary } from '#shared/domain/customer/customer.ts'
import { type CustomerId, customerId } from '#shared/domain/ids.ts'
import type { NumberOwner, NumberOwners } from '#shared/ports/store.ts'
import type { ReadConnection } from '../connection.ts'
import type { FormatNumber } from './format-number.ts'
import { prefixRange, reversed } from './reversed-tail.ts'
import { type DbRow, present } from './rows.ts'
import { summaryColumns } from './summary.ts'

const ownerColumns = `${summaryColumns}, p.value AS number, p.extension AS extension, p."primary" AS isPrimary`

/** `@extension` is the caller's, or null: only where both sides have one must they agree. */
export const exactOwnersSql = `
  SELECT ${ownerColumns}
  FROM contact_points p INDEXED BY contact_points_by_phone JOIN customers c ON c.id = p.customer_id
  WHERE p.kind = 'phone' AND p.value = @value AND (p.extension IS NULL OR @extension IS NULL OR p.extension = @extension)
  LIMIT 100`

export const tailOwnersSql = `
  SELECT ${ownerColumns}
  FROM contact_points p INDEXED BY contact_points_by_tail JOIN customers c ON c.id = p.customer_id
  WHERE p.kind = 'phone' AND p.reversed_tail >= ? AND p.reversed_tail < ?
  LIMIT 30`

export const rememberedSql = 'SELECT customer_id FROM number_memory WHERE id = ?'

const tailDigits = 7

export function prepareNumberOwners(database: ReadConnection, formatNumber: FormatNumber) {
  const exact = database.prepare<[{ value: string; extension: string | null }], DbRow>(exactOwnersSql)
  const tail = database.prepare<[string, string], DbRow>(tailOwnersSql)
  const remembered = database.prepare<[string], string | null>(rememberedSql).pluck()

  return (number: PhoneNumber): NumberOwners => {
    const value = number.e164 ?? number.dial
    const rows = exact.all({ value, extension: number.extension ?? null })
    return {
      remembered: rememberedOf(remembered.get(value)),
      exact: latestFirst(rows, (row) => (row.extension === null ? withoutExtension(number) : undefined) ?? shown(row)),
      tail: rows.length > 0 ? [] : latestFirst(tailRows(number), shown),
    }
  }

  function tailRows(number: PhoneNumber): DbRow[] {
    const digits = (number.e164 ?? number.dial).replace(/\D/g, '')
    if (digits.length < tailDigits) return []
    const range = prefixRange(reversed(digits.slice(-tailDigits)))
    return tail.all(range.from, range.below)
  }

  function shown(row: DbRow): PhoneNumber {
    return formatNumber(String(row.number), typeof row.extension === 'string' ? row.extension : undefined)
  }
}

/** What was asked for is formatted already; formatting again would cost more than the look-up. */
function withoutExtension(number: PhoneNumber): PhoneNumber | undefined {
  return number.extension === undefined ? number : undefined
}

function rememberedOf(stored: string | null | undefined): CustomerId | null | undefined {
  return stored === null || stored === undefined ? stored : customerId.safeParse(stored).data
}

function latestFirst(rows: readonly DbRow[], phone: (row: DbRow) => PhoneNumber): NumberOwner[] {
  const owners: NumberOwner[] = []
  for (const row of rows) {
    const { number: _, extension, isPrimary, ...summary } = present(row, 'vip', 'isPrimary')
    const parsed = customerSummary.safeParse({ ...summary, phone: phone(row) })
    if (!parsed.success) continue
    const owner = { summary: parsed.data, primary: isPrimary === true, kind: parsed.data.kind }
    owners.push(typeof extension === 'string' ? { ...owner, extension } : owner)
  }
  return owners.sort((a, b) => (b.summary.lastContactAtMs ?? 0) - (a.summary.lastContactAtMs ?? 0))
}
