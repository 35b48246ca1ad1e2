import { readNumber } from '../number/read-number.ts'
import type { Language } from '../text/language.ts'
import { vocative } from './vocative.ts'

const locales: Readonly<Record<Language, string>> = { uk: 'uk-UA', ru: 'ru-RU', en: 'en-GB' }

/** The filters of a script's texts. Each takes what it can say and gives back anything else as it came. */
export const sayFilters = {
  /** `2026-11-21` or milliseconds of the epoch → `21 листопада 2026 р.` */
  date: (value: unknown, language: Language) => dated(value, language, { day: 'numeric', month: 'long', year: 'numeric' }),
  /** → `21 листопада`, for dates that are near. */
  day: (value: unknown, language: Language) => dated(value, language, { day: 'numeric', month: 'long' }),
  /** Milliseconds of the epoch → `14:30`, where the operator is. */
  time: (value: unknown, language: Language) => dated(value, language, { hour: '2-digit', minute: '2-digit' }),
  /** Minor units: `{{ agreement.monthlyAmount | money: agreement.currency }}` → `250,00 ₴`. */
  money: (value: unknown, language: Language, currency: unknown) => money(value, language, currency),
  /** `+380671234567` → `067 123 45 67` */
  phone: (value: unknown) => (typeof value === 'string' ? (readNumber(value, 'UA')?.display ?? value) : value),
  /** `Олена` → `Олено` in Ukrainian texts. */
  vocative: (value: unknown, language: Language) => (typeof value === 'string' && language === 'uk' ? vocative(value) : value),
} as const

function dated(value: unknown, language: Language, format: Intl.DateTimeFormatOptions): unknown {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  const atMs = isDay ? Date.parse(`${value}T00:00:00Z`) : value
  if (typeof atMs !== 'number' || Number.isNaN(atMs) || Math.abs(atMs) > 8.64e15) return value
  // A calendar day has no zone: it must not slip to the day before.
  return new Intl.DateTimeFormat(locales[language], isDay ? { ...format, timeZone: 'UTC' } : format).format(atMs)
}

function money(value: unknown, language: Language, currency: unknown): unknown {
  if (typeof value !== 'number' || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return value
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  return new Intl.NumberFormat(locales[language], style).format(value / 100)
}
