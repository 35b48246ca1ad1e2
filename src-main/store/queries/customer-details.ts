import { z } from 'zod'
import {
  type Address,
  address,
  type Relation,
  relation,
  type Territory,
  tag,
  territory,
} from '#shared/domain/customer/customer-details.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { ReadConnection } from '../connection.ts'
import { type DbRow, jsonValue, parsedEach, present } from './rows.ts'

/** What one customer may have on the card of each sort; more is cut. */
const most = 200
const mostLists = 2_000
const mostInUse = 500

const relationColumns = 'r.id AS relationId, r.kind, r.note, c.name AS otherName, c.kind AS otherKind'

export const detailsSql = {
  addresses: `
    SELECT id AS addressId, kind, line, city, region, postal_code AS postalCode, country, "primary"
    FROM addresses INDEXED BY addresses_customer WHERE customer_id = ? ORDER BY "primary" DESC, id LIMIT ${most}`,
  relations: `
    SELECT ${relationColumns}, 'named' AS direction, r.other_customer_id AS otherCustomerId
    FROM relations r INDEXED BY relations_customer LEFT JOIN customers c ON c.id = r.other_customer_id
    WHERE r.customer_id = ? ORDER BY r.id LIMIT ${most}`,
  namedBy: `
    SELECT ${relationColumns}, 'namedBy' AS direction, r.customer_id AS otherCustomerId
    FROM relations r INDEXED BY relations_other LEFT JOIN customers c ON c.id = r.customer_id
    WHERE r.other_customer_id = ? ORDER BY r.id LIMIT ${most}`,
} as const

/** Jumps from one list of tags to the next: there are few, however many customers have them. */
export const tagListsSql = `
  WITH RECURSIVE lists (tags) AS (
    SELECT min(tags) FROM customers INDEXED BY customers_tags WHERE tags <> '[]'
    UNION ALL
    SELECT (SELECT min(tags) FROM customers INDEXED BY customers_tags WHERE tags <> '[]' AND tags > lists.tags)
    FROM lists WHERE lists.tags IS NOT NULL LIMIT ${mostLists}
  )
  SELECT tags FROM lists WHERE tags IS NOT NULL`

const tags = z.array(tag)

export function tagsOf(text: unknown): string[] {
  return jsonValue(tags, text) ?? []
}

export function prepareDetails(database: ReadConnection) {
  const statement = {
    addresses: database.prepare<[string], DbRow>(detailsSql.addresses),
    relations: database.prepare<[string], DbRow>(detailsSql.relations),
    namedBy: database.prepare<[string], DbRow>(detailsSql.namedBy),
  }
  return (id: CustomerId): { addresses: Address[]; relations: Relation[] } => ({
    addresses: parsedEach(
      address,
      statement.addresses.all(id).map((row) => present(row, 'primary')),
    ),
    relations: parsedEach(relation, [...statement.relations.all(id), ...statement.namedBy.all(id)].map(toRelation)),
  })
}

function toRelation(row: DbRow): unknown {
  const { otherName, otherKind, ...value } = present(row)
  return otherName === undefined ? value : { ...value, other: { name: otherName, kind: otherKind } }
}

export function prepareTags(database: ReadConnection) {
  const byId = database.prepare<[string], string>('SELECT tags FROM customers WHERE id = ?').pluck()
  return (id: CustomerId): string[] | undefined => {
    const text = byId.get(id)
    return text === undefined ? undefined : tagsOf(text)
  }
}

export function prepareTagsInUse(database: ReadConnection) {
  const lists = database.prepare<[], string>(tagListsSql).pluck()
  return (): string[] => [...new Set(lists.all().flatMap(tagsOf))].slice(0, mostInUse)
}

/** Those that this copy may have, and so whoever works with it; none where the desktop stands alone. */
export const territoriesSql = `
  SELECT t.id AS territoryId, t.name FROM copies k JOIN territories t ON t.id = k.territory WHERE k.lost = 0 LIMIT 500`

export function prepareTerritories(database: ReadConnection) {
  const all = database.prepare<[], DbRow>(territoriesSql)
  return (): Territory[] => parsedEach(territory, all.all())
}
