import { useTranslation } from 'react-i18next'
import type { Language, LocalText } from '#shared/domain/text/language.ts'
import { languages } from '#shared/domain/text/language.ts'
import { regionOf } from './i18n.ts'

/** Everything that looks different in another language. Instants are milliseconds since the epoch. */
export interface Format {
  readonly language: Language
  /** The text of the interface's language out of data that has all three. */
  local(text: LocalText): string
  number(value: number): string
  /** Minor units; kopiykas are shown only where there are some. */
  money(minorUnits: number, currency: string): string
  /** 0-1 */
  percent(share: number): string
  /** `22 листопада 2026 р.` */
  date(ms: number): string
  /** `22 лист.`; with the year when it is another one. */
  day(ms: number): string
  /** `22 лист.`, where the year is told elsewhere. */
  shortDay(ms: number): string
  /** `09:12` */
  time(ms: number): string
  /** The time today, otherwise day and time. */
  dateTime(ms: number): string
  /** A calendar date `YYYY-MM-DD` as `22.11.2026`. */
  calendarDate(text: string): string
  /** A finished duration in words: `6 хв 40 с`. */
  duration(ms: number): string
  /** `5 хвилин тому`, `через 2 дні` */
  relative(ms: number, nowMs: number): string
  /** A few milliseconds with their unit: `31 мс`. */
  milliseconds(ms: number): string
  bytes(size: number): string
}

export function useFormat(): Format {
  const { i18n } = useTranslation()
  const language = (languages as readonly string[]).includes(i18n.language) ? (i18n.language as Language) : 'en'
  return formatOf(language)
}

/** One for each language, made when it is first asked for: Intl's constructors take milliseconds, and every row asks. */
const made = new Map<Language, Format>()

function formatOf(language: Language): Format {
  const format = made.get(language) ?? createFormat(language)
  made.set(language, format)
  return format
}

const second = 1_000
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400 * second],
  ['month', 30 * 86_400 * second],
  ['day', 86_400 * second],
  ['hour', 3_600 * second],
  ['minute', 60 * second],
  ['second', second],
]

export function createFormat(language: Language): Format {
  const region = regionOf[language]
  const numbers = new Intl.NumberFormat(region)
  const percents = new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 0 })
  const dates = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long', year: 'numeric' })
  const days = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short' })
  const yearDays = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric' })
  const times = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const plainDates = new Intl.DateTimeFormat(region, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' })
  const relatives = new Intl.RelativeTimeFormat(region, { numeric: 'auto' })
  const unit = (name: string, digits = 0) =>
    new Intl.NumberFormat(region, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits })
  const [hours, minutes, seconds, milliseconds] = [unit('hour'), unit('minute'), unit('second'), unit('millisecond', 1)]

  const day = (ms: number) => (sameYear(ms, Date.now()) ? days : yearDays).format(ms)
  return {
    language,
    local: (text) => text[language],
    number: (value) => numbers.format(value),
    money: moneyFormat(region),
    percent: (share) => percents.format(share),
    date: (ms) => dates.format(ms),
    day,
    shortDay: (ms) => days.format(ms),
    time: (ms) => times.format(ms),
    dateTime: (ms) => (sameDay(ms, Date.now()) ? times.format(ms) : `${day(ms)}, ${times.format(ms)}`),
    calendarDate: (text) => {
      const ms = Date.parse(`${text}T00:00:00Z`)
      return Number.isNaN(ms) ? text : plainDates.format(ms)
    },
    duration: (ms) => {
      const total = Math.max(0, Math.round(ms / second))
      const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
      if (h > 0) return `${hours.format(h)} ${minutes.format(m)}`
      return m > 0 ? `${minutes.format(m)} ${seconds.format(s)}` : seconds.format(s)
    },
    relative: (ms, nowMs) => {
      const difference = ms - nowMs
      const [name, size] = steps.find(([, length]) => Math.abs(difference) >= length) ?? (['second', second] as const)
      return relatives.format(Math.trunc(difference / size), name)
    },
    milliseconds: (ms) => milliseconds.format(ms >= 10 ? Math.round(ms) : ms),
    bytes: (size) => {
      const [name, factor] = size >= 1e9 ? ['gigabyte', 1e9] : size >= 1e6 ? ['megabyte', 1e6] : ['kilobyte', 1e3]
      return unit(String(name), 1).format(size / Number(factor))
    },
  }
}

/** Whole amounts without their zeros. */
function moneyFormat(region: string): Format['money'] {
  const formats = new Map<string, Intl.NumberFormat>()
  const formatFor = (currency: string, digits?: number) => {
    const key = `${currency} ${digits}`
    const format =
      formats.get(key) ??
      new Intl.NumberFormat(region, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      })
    formats.set(key, format)
    return format
  }
  return (minorUnits, currency) => {
    try {
      const usual = formatFor(currency)
      const amount = minorUnits / 10 ** (usual.resolvedOptions().maximumFractionDigits ?? 2)
      return (Number.isInteger(amount) ? formatFor(currency, 0) : usual).format(amount)
    } catch {
      // A currency code that Intl refuses came from data: show it as it is.
      return `${minorUnits / 100} ${currency}`
    }
  }
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear()
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
