import { badgesOf, repeatCallerWindowMs } from '#shared/domain/customer/badges.ts'
import {
  agreement,
  type CustomerCard,
  caseRecord,
  contactPoint,
  customer,
  customerFact,
  customerProduct,
  task,
} from '#shared/domain/customer/customer.ts'
import { territory } from '#shared/domain/customer/customer-details.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { localText } from '#shared/domain/text/language.ts'
import type { ReadConnection } from '../connection.ts'
import { caseColumns, toCase } from './cases.ts'
import { toContactPoint } from './contact-point.ts'
import { prepareDetails, tagsOf } from './customer-details.ts'
import type { FormatNumber } from './format-number.ts'
import { type DbRow, jsonValue, parsedEach, present } from './rows.ts'
import { taskColumns, toTask } from './tasks.ts'
import type { prepareTimeline } from './timeline.ts'

/** What one customer may have on the card of each sort; more is cut. */
const most = 200

/** One statement a part: each is one walk along its index. */
export const cardSql = {
  customer: `
    SELECT c.id AS customerId, c.kind, c.name, given_name AS givenName, family_name AS familyName, language, segment, vip,
      do_not_call AS doNotCall, city, address, customer_since AS customerSince, lifetime_value AS lifetimeValue,
      monthly_value AS monthlyValue, currency, loyalty_score AS loyaltyScore, loyalty_points AS loyaltyPoints, nps, preferences,
      tags, t.id AS territoryId, t.name AS territoryName
    FROM customers c LEFT JOIN territories t ON t.id = c.territory_id WHERE c.id = ?`,
  contactPoints: `
    SELECT id AS contactPointId, kind, value, extension, label, "primary"
    FROM contact_points INDEXED BY contact_points_by_customer WHERE customer_id = ? ORDER BY kind <> 'phone', "primary" DESC, id LIMIT ${most}`,
  agreements: `
    SELECT id AS agreementId, number, title, status, started_on AS startedOn, ends_on AS endsOn,
      monthly_amount AS monthlyAmount, currency
    FROM agreements INDEXED BY agreements_by_customer WHERE customer_id = ?
    ORDER BY status <> 'active', started_on DESC LIMIT ${most}`,
  products: `
    SELECT o.product_id AS productId, p.name, o.since, o.status
    FROM customer_products o INDEXED BY customer_products_by_customer JOIN products p ON p.id = o.product_id
    WHERE o.customer_id = ? ORDER BY o.status <> 'active', o.since DESC LIMIT ${most}`,
  facts: `
    SELECT id AS factId, label, value, added_at_ms AS addedAtMs
    FROM customer_facts INDEXED BY customer_facts_by_customer WHERE customer_id = ? ORDER BY added_at_ms, id LIMIT ${most}`,
  openCases: `
    SELECT ${caseColumns} FROM cases k INDEXED BY cases_by_customer JOIN customers c ON c.id = k.customer_id
    WHERE k.customer_id = ? AND k.status IN ('open', 'waiting') ORDER BY k.due_at_ms IS NULL, k.due_at_ms LIMIT ${most}`,
  openTasks: `
    SELECT ${taskColumns} FROM tasks t INDEXED BY tasks_open_by_customer JOIN customers c ON c.id = t.customer_id
    WHERE t.customer_id = ? AND t.done_at_ms IS NULL ORDER BY t.due_at_ms IS NULL, t.due_at_ms LIMIT ${most}`,
} as const

export const recentInboundCallsSql = `
  SELECT count(*) FROM interactions INDEXED BY interactions_timeline
  WHERE customer_id = ? AND started_at_ms > ? AND channel = 'call' AND direction = 'inbound'`

export function prepareCard(database: ReadConnection, formatNumber: FormatNumber, timeline: ReturnType<typeof prepareTimeline>) {
  const part = (sql: string) => database.prepare<[string], DbRow>(sql)
  const statement = {
    customer: part(cardSql.customer),
    contactPoints: part(cardSql.contactPoints),
    agreements: part(cardSql.agreements),
    products: part(cardSql.products),
    facts: part(cardSql.facts),
    openCases: part(cardSql.openCases),
    openTasks: part(cardSql.openTasks),
  }
  const details = prepareDetails(database)
  const recentInboundCalls = database.prepare<[string, number], number>(recentInboundCallsSql).pluck()

  return (id: CustomerId, options: { timelineLimit: number; nowMs: number }): CustomerCard | undefined => {
    const row = statement.customer.get(id)
    const found = row && parsedEach(customer, [present(row, 'vip', 'doNotCall')])[0]
    if (!row || !found) return undefined
    const place = territory.safeParse({ territoryId: row.territoryId, name: row.territoryName })
    const openCases = parsedEach(caseRecord, statement.openCases.all(id).map(toCase))
    const openTasks = parsedEach(
      task,
      statement.openTasks.all(id).map((one) => toTask(one, formatNumber)),
    )
    const { items, total } = timeline(id, { limit: options.timelineLimit })
    const calls = recentInboundCalls.get(id, options.nowMs - repeatCallerWindowMs) ?? 0
    return {
      customer: found,
      badges: badgesOf({ customer: found, recentInboundCalls: calls, openTasks, openCases }, options.nowMs),
      tags: tagsOf(row.tags),
      ...(place.success ? { territory: place.data } : {}),
      ...details(id),
      contactPoints: parsedEach(
        contactPoint,
        statement.contactPoints.all(id).map((one) => toContactPoint(one, formatNumber)),
      ),
      agreements: parsedEach(
        agreement,
        statement.agreements.all(id).map((one) => present(one)),
      ),
      products: parsedEach(
        customerProduct,
        statement.products.all(id).map((one) => ({ ...present(one), name: jsonValue(localText, one.name) })),
      ),
      facts: parsedEach(
        customerFact,
        statement.facts.all(id).map((one) => present(one)),
      ),
      openCases,
      openTasks,
      timeline: items,
      timelineTotal: total,
    }
  }
}
