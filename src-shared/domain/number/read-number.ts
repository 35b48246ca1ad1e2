import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber as Parsed,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import type { PhoneNumber } from '../call/caller.ts'
import { plainDigits } from './plain-digits.ts'
import { splitExtension } from './split-extension.ts'

const maxLength = 100
/** E.164 allows 15 digits, and a dialled prefix such as 8~10 comes before them. */
const maxDigits = 20
/** Up to here a number without `+` is an internal or short one (101, 1580) and belongs to no country. */
const shortDigits = 6

/**
 * Reads a number in any written form. `homeCountry` (ISO 3166-1 alpha-2) gives numbers without a country their meaning.
 * Without `e164` the digits can be dialled but nobody can say whose they are: internal, short, local and unknown numbers.
 * `undefined`: nothing to dial (letters, no digits, more than 100 characters).
 */
export function readNumber(text: string, homeCountry: string): PhoneNumber | undefined {
  if (text.length > maxLength) return undefined
  const { main, extension } = splitExtension(withoutUri(plainDigits(text).trim()))
  if (!/^\+?[\d\s().\-/*]*$/.test(main)) return undefined
  const home = isSupportedCountry(homeCountry) ? homeCountry : undefined
  const digits = main.replace(/[^\d*]/g, '')
  if (!/\d/.test(digits) || digits.length > maxDigits) return undefined
  const parsed = digits.includes('*') ? undefined : parse(main, home)
  return { ...(parsed ? known(parsed, home) : asDigits(main, digits)), ...(extension ? { extension } : {}) }
}

/** `tel:` of RFC 3966 with its escapes; a `phone-context` of `+…` is what goes before a local number. */
function withoutUri(text: string): string {
  const uri = /^<?(?:tel|callto):(?:\/\/)?([^>]*)>?$/i.exec(text)
  if (!uri) return text
  const [number = '', ...parameters] = unescaped(uri[1]!).split(';')
  const context = parameters.find((parameter) => /^phone-context=\+/i.test(parameter))?.slice('phone-context='.length)
  const extension = parameters.find((parameter) => /^ext=/i.test(parameter))
  return `${context && !number.startsWith('+') ? context : ''}${number}${extension ? `;${extension}` : ''}`
}

function unescaped(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function parse(main: string, home: CountryCode | undefined): Parsed | undefined {
  const digits = main.replace(/\D/g, '')
  const international = main.trimStart().startsWith('+') || digits.startsWith('00')
  if (!international && digits.length <= shortDigits) return undefined
  const forms = international ? internationalForms(main) : nationalForms(digits)
  for (const form of forms) {
    const parsed = parsePhoneNumberFromString(form, { defaultCountry: home, extract: false })
    if (parsed?.isValid()) return parsed
  }
  // A range that the metadata does not know yet (or one kept for fiction) is still a number when it names its country.
  const first = international ? parsePhoneNumberFromString(forms[0]!, { extract: false }) : undefined
  return first?.isPossible() ? first : undefined
}

/**
 * `+44 (0) 20 …` has a zero too many, `+38 (0) 67 …` has not: as written first, then without it. Some trunks put a plus
 * before the national form: `+067 …`.
 */
function internationalForms(main: string): string[] {
  const plus = (written: string) => `+${written.replace(/\D/g, '').replace(/^00/, '')}`
  const forms = [plus(main)]
  if (main.includes('(0)')) forms.push(plus(main.replace('(0)', '')))
  if (/^\+0/.test(forms[0]!)) forms.push(forms[0]!.slice(1))
  return forms
}

/**
 * Digits without a plus, most likely meaning first: at home; the old trunk `8` of Ukraine (`8 067 …`), and of Russia and
 * Kazakhstan (`8 499 …`) when seen from elsewhere, which must come before +84; a country code whose plus was lost.
 */
function nationalForms(digits: string): string[] {
  const forms = [digits]
  const trunkEight = digits.length === 11 && digits.startsWith('8')
  if (trunkEight && digits.startsWith('80')) forms.push(`+3${digits}`)
  if (trunkEight) forms.push(`+7${digits.slice(1)}`)
  if (digits.length > 10) forms.push(`+${digits}`)
  return forms
}

function known(parsed: Parsed, home: CountryCode | undefined): PhoneNumber {
  const atHome = home !== undefined && parsed.country === home
  const display = grouped(atHome ? parsed.formatNational() : parsed.formatInternational(), parsed.country)
  return { e164: parsed.number, dial: parsed.number, display, ...(parsed.country ? { country: parsed.country } : {}) }
}

/** People in Ukraine write and read the last four digits in pairs. */
function grouped(display: string, country: CountryCode | undefined): string {
  return country === 'UA' ? display.replace(/ (\d{2})(\d{2})$/, ' $1 $2') : display
}

function asDigits(main: string, digits: string): PhoneNumber {
  const dial = main.trimStart().startsWith('+') ? `+${digits}` : digits
  return { dial, display: dial }
}
