import type { Choice } from '../../kit/select.tsx'

/** Countries whose call centers are likely to use this, by ISO 3166-1 alpha-2; others come from a damaged or older record. */
const codes = [
  'UA',
  'KZ',
  'PL',
  'GB',
  'US',
  'AM',
  'AT',
  'AZ',
  'BE',
  'BG',
  'CA',
  'CH',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GE',
  'GR',
  'HR',
  'HU',
  'IE',
  'IL',
  'IT',
  'KG',
  'LT',
  'LU',
  'LV',
  'MD',
  'ME',
  'NL',
  'NO',
  'PT',
  'RO',
  'RS',
  'SE',
  'SI',
  'SK',
  'TJ',
  'TM',
  'TR',
  'UZ',
] as const

/** In the interface's language and alphabet. */
export function countryChoices(language: string): readonly Choice<string>[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  return codes
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
}
