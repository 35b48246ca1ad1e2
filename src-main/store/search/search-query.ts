import { foldWords, prefixAlternatives } from '#shared/domain/search/fold-name.ts'
import { sameGivenName } from '#shared/domain/search/given-names.ts'

/** The country whose national numbers people type: `0` + national number is `+380` + national number. */
export interface HomeNumbers {
  readonly callingCode: string
  /** Empty where there is none. */
  readonly trunkPrefix: string
}

/** What a query may be, all at once: `067` is the beginning of a number and, who knows, of an agreement's. */
export interface SearchQuery {
  readonly words: readonly string[]
  /** Beginnings of stored numbers; empty when the query is no number. */
  readonly numberBeginnings: readonly string[]
  /** The last digits of a number, four at least. */
  readonly numberTail: string | undefined
  readonly agreement: string | undefined
  readonly email: string | undefined
}

const longest = 200

export function readQuery(text: string, home: HomeNumbers): SearchQuery {
  const query = text.slice(0, longest).trim()
  const digits = /^[+\d\s()./-]+$/.test(query) ? query.replace(/\D/g, '') : ''
  const isNumber = digits.length >= 3 && digits.length <= 20
  return {
    words: isNumber ? [] : foldWords(query),
    numberBeginnings: isNumber ? beginnings(digits, query.startsWith('+'), home) : [],
    numberTail: isNumber && digits.length >= 4 && !query.startsWith('+') ? digits : undefined,
    agreement: /\d/.test(query) && query.length >= 2 && query.length <= 40 ? query : undefined,
    email: /^[^\s"<>()]{3,}$/.test(query) && /[a-z@]/i.test(query) ? query.toLowerCase() : undefined,
  }
}

function beginnings(digits: string, international: boolean, { callingCode, trunkPrefix }: HomeNumbers): string[] {
  if (international) return [`+${digits}`]
  if (digits.startsWith('00')) return [`+${digits.slice(2)}`]
  const found = [`+${digits}`, digits]
  if (digits.startsWith(trunkPrefix)) found.unshift(`+${callingCode}${digits.slice(trunkPrefix.length)}`)
  else found.push(`+${callingCode}${digits}`)
  return found
}

/** Full-text query for customers who have every word, as a whole word or (with `prefix`) as its beginning. */
export function wordsExpression(words: readonly string[], prefix: boolean): string {
  return allOf(
    words.map((word) => {
      const mates = sameGivenName(word).map(term)
      if (!prefix) return [term(word), ...mates]
      return [word, ...prefixAlternatives(word)].map(beginning).concat(mates)
    }),
  )
}

/** The same for words that may be misspelt: `stems` are the beginnings that each may stand for. */
export function stemsExpression(stems: readonly (readonly string[])[]): string {
  return allOf(stems.map((some) => some.map(beginning)))
}

function allOf(groups: readonly (readonly string[])[]): string {
  return groups.map((terms) => `(${terms.join(' OR ')})`).join(' AND ')
}

/** A quoted string is never syntax; folded words hold letters and digits only, so this is the second lock. */
function term(word: string): string {
  return `"${word.replaceAll('"', '""')}"`
}

function beginning(word: string): string {
  return `${term(word)}*`
}
