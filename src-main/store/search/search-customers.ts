import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import { slipKeys } from '#shared/domain/search/edit-distance.ts'
import type { ReadConnection } from '../connection.ts'
import { prefixRange, reversed } from '../queries/reversed-tail.ts'
import { shortestStem, stemLength } from './name-index.ts'
import { type NameCandidate, rankNames } from './rank-names.ts'
import { type HomeNumbers, readQuery, stemsExpression, wordsExpression } from './search-query.ts'

/** Never more is ranked, however many match: the first found, by the order in which customers came. */
const mostCandidates = 200
const mostStems = 24

export const searchSql = {
  names: `SELECT rowid FROM name_search WHERE name_search MATCH ? LIMIT ${mostCandidates}`,
  anyName: 'SELECT rowid FROM name_search WHERE name_search MATCH ? LIMIT 1',
  stems: `SELECT DISTINCT stem FROM search_slips WHERE slip IN (SELECT value FROM json_each(?)) LIMIT ${mostStems}`,
  candidate: 'SELECT rowid, name, given_name AS given, family_name AS family, vip = 1 AS vip FROM customers WHERE rowid = ?',
  phone: `
    SELECT c.rowid FROM contact_points p INDEXED BY contact_points_by_phone JOIN customers c ON c.id = p.customer_id
    WHERE p.kind = 'phone' AND p.value >= ? AND p.value < ? LIMIT ?`,
  tail: `
    SELECT c.rowid FROM contact_points p INDEXED BY contact_points_by_tail JOIN customers c ON c.id = p.customer_id
    WHERE p.kind = 'phone' AND p.reversed_tail >= ? AND p.reversed_tail < ? LIMIT ?`,
  email: `
    SELECT c.rowid FROM contact_points p INDEXED BY contact_points_by_email JOIN customers c ON c.id = p.customer_id
    WHERE p.kind = 'email' AND p.value >= ? AND p.value < ? LIMIT ?`,
  agreement: `
    SELECT c.rowid FROM agreements a INDEXED BY agreements_by_number JOIN customers c ON c.id = a.customer_id
    WHERE a.number COLLATE NOCASE >= ? AND a.number COLLATE NOCASE < ? LIMIT ?`,
} as const

type Range = [from: string, below: string, limit: number]

export function prepareSearch(
  database: ReadConnection,
  summaryByRowid: (rowid: number) => CustomerSummary | undefined,
  home: () => HomeNumbers,
) {
  const names = database.prepare<[string], number>(searchSql.names).pluck()
  const anyName = database.prepare<[string], number>(searchSql.anyName).pluck()
  const stemsOf = database.prepare<[string], string>(searchSql.stems).pluck()
  const candidate = database.prepare<[number], Omit<NameCandidate, 'vip'> & { vip: number }>(searchSql.candidate)
  const phone = database.prepare<Range, number>(searchSql.phone).pluck()
  const tail = database.prepare<Range, number>(searchSql.tail).pluck()
  const email = database.prepare<Range, number>(searchSql.email).pluck()
  const agreement = database.prepare<Range, number>(searchSql.agreement).pluck()

  return (text: string, limit: number): CustomerSummary[] => {
    const query = readQuery(text, home())
    const found = new Set<number>()
    const add = (rowids: Iterable<number>) => {
      for (const rowid of rowids) if (found.size < limit) found.add(rowid)
    }
    if (query.agreement) add(within(agreement, query.agreement, limit))
    for (const beginning of query.numberBeginnings) if (found.size < limit) add(within(phone, beginning, limit))
    if (query.numberTail) add(within(tail, reversed(query.numberTail), limit))
    if (query.email?.includes('@')) add(within(email, query.email, limit))
    else if (query.words.length > 0) add(byName(query.words, limit))
    if (query.email && found.size < limit) add(within(email, query.email, limit))
    return [...found].flatMap((rowid) => summaryByRowid(rowid) ?? [])
  }

  function within(statement: typeof phone, beginning: string, limit: number): number[] {
    const range = prefixRange(beginning)
    return statement.all(range.from, range.below, limit)
  }

  /**
   * By beginnings; whole words apart only where so many begin alike that they might be missed; slips only when there is
   * too little. The order is for the worst case: two very common names that nobody has together are looked for once.
   */
  function byName(words: readonly string[], limit: number): number[] {
    const begun = names.all(wordsExpression(words, true))
    const exact = begun.length < mostCandidates ? [] : names.all(wordsExpression(words, false))
    const ranked = rank(words, [...exact, ...begun])
    if (ranked.length >= Math.min(3, limit)) return ranked
    const stems = words.map(likelyStems)
    return stems.every((some) => some.length === 1) ? ranked : [...ranked, ...rank(words, names.all(stemsExpression(stems)))]
  }

  /** Of several words only those that nobody has are taken for slips: the others are known, and may be very common. */
  function likelyStems(word: string, _: number, words: readonly string[]): string[] {
    if (word.length < shortestStem || (words.length > 1 && isKnown(word))) return [word]
    return [...new Set([word, ...stemsOf.all(JSON.stringify(slipKeys(word.slice(0, stemLength))))])]
  }

  function isKnown(word: string): boolean {
    return anyName.get(wordsExpression([word], true)) !== undefined
  }

  function rank(words: readonly string[], rowids: readonly number[]): number[] {
    const candidates = [...new Set(rowids)].flatMap((rowid) => candidate.get(rowid) ?? [])
    return rankNames(
      words,
      candidates.map((one) => ({ ...one, vip: one.vip === 1 })),
    )
  }
}
