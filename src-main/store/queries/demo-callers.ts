import { z } from 'zod'
import { customerLanguage } from '#shared/domain/text/language.ts'
import type { NumberToCall } from '#shared/ports/store.ts'
import type { ReadConnection } from '../connection.ts'
import { parsedEach } from './rows.ts'

/** So many rows are looked at, whatever the size of the database. */
const depth = 20_000
const few = 20
const fewNeighbours = 50
const columns = `p.value AS number, c.name AS name, c.language AS language`
const phones = `FROM customers c JOIN contact_points p INDEXED BY contact_points_by_customer ON p.customer_id = c.id`

/** A number that is shared would ask who it is. */
const alone = `NOT EXISTS (
    SELECT 1 FROM contact_points o INDEXED BY contact_points_by_phone
    WHERE o.kind = 'phone' AND o.value = p.value AND o.customer_id <> p.customer_id)`

/** A card with its history shows more. */
const silent = `NOT EXISTS (SELECT 1 FROM interactions i INDEXED BY interactions_timeline WHERE i.customer_id = c.id)`

export const knownCallersSql = `
  SELECT ${columns} ${phones} WHERE p.kind = 'phone' AND c.rowid > ? AND c.rowid <= ? AND ${alone}
  ORDER BY ${silent}, c.rowid LIMIT 1`
export const sharedCallersSql = `
  SELECT s.value AS number, c.name AS name, c.language AS language
  FROM (SELECT value, min(rowid) AS point FROM (
      SELECT value, rowid FROM contact_points INDEXED BY contact_points_by_phone
      WHERE kind = 'phone' ORDER BY value LIMIT ${depth})
    GROUP BY value HAVING count(*) > 1 LIMIT ${few}) s
  JOIN contact_points p ON p.rowid = s.point JOIN customers c ON c.id = p.customer_id`
export const vipCallersSql = `
  SELECT ${columns} FROM (SELECT * FROM customers LIMIT ${depth}) c
  JOIN contact_points p INDEXED BY contact_points_by_customer ON p.customer_id = c.id
  WHERE c.vip = 1 AND p.kind = 'phone' AND ${alone} LIMIT ${few}`

const caller = z.object({ number: z.string(), name: z.string(), language: customerLanguage })

export function prepareDemoCallers(database: ReadConnection) {
  const last = database.prepare<[], number>('SELECT ifnull(max(rowid), 0) FROM customers').pluck()
  const known = database.prepare<[number, number]>(knownCallersSql)
  const shared = database.prepare<[]>(sharedCallersSql)
  const vip = database.prepare<[]>(vipCallersSql)
  return (): { known: NumberToCall[]; shared: NumberToCall[]; vip: NumberToCall[] } => {
    const step = (last.get() ?? 0) / few
    const among = Math.min(Math.max(Math.floor(step), 1), fewNeighbours)
    const spread = Array.from({ length: few }, (_, index) => {
      const from = Math.floor(step * index)
      return known.get(from, from + among)
    })
    const numbers = new Set<string>()
    const once = (one: NumberToCall) => !numbers.has(one.number) && numbers.add(one.number) !== undefined
    return {
      known: parsedEach(caller, spread).filter(once),
      shared: parsedEach(caller, shared.all()),
      vip: parsedEach(caller, vip.all()),
    }
  }
}
