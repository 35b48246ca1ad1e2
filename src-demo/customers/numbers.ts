/** ISO 3166-1 alpha-2. */
export type Country = 'UA' | 'RU' | 'KZ' | 'PL' | 'GB'

interface Plan {
  readonly countryCode: string
  /** Digits after the prefix. */
  readonly mobileDigits: number
  readonly mobile: readonly string[]
  readonly landlineDigits: number
  readonly landline: readonly string[]
}

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

/** Ranges in which every number is valid by libphonenumber's rules (a test asks it). */
export const numberPlans: Readonly<Record<Country, Plan>> = {
  UA: {
    countryCode: '380',
    mobileDigits: 7,
    mobile: ['50', '63', '66', '67', '68', '93', '95', '96', '97', '98', '99'],
    landlineDigits: 7,
    landline: ['44', '32', '48', '56', '57', '61'],
  },
  RU: {
    countryCode: '7',
    mobileDigits: 7,
    mobile: [...span(903, 906), ...span(909, 919), ...span(920, 929), ...span(960, 968), ...span(980, 989)],
    landlineDigits: 7,
    landline: ['495', '499', '812', '343', '383'],
  },
  KZ: {
    countryCode: '7',
    mobileDigits: 7,
    mobile: ['700', '701', '702', '705', '707', '708', '747', '771', '775', '776', '777', '778'],
    landlineDigits: 6,
    landline: ['7172'],
  },
  PL: {
    countryCode: '48',
    mobileDigits: 6,
    mobile: [...span(500, 519), ...span(600, 609), ...span(660, 669), ...span(690, 698), ...span(781, 799)],
    landlineDigits: 7,
    landline: ['22', '12', '61', '71', '58'],
  },
  GB: { countryCode: '44', mobileDigits: 6, mobile: span(7400, 7499), landlineDigits: 6, landline: ['2034', '2071', '2079'] },
}

/**
 * The `slot`-th mobile number of a country, in E.164. Neighbouring slots give numbers far apart, and two slots never give
 * the same one while there are numbers left (UA 110 million, GB 100 million).
 */
export function mobileNumber(country: Country, slot: number): string {
  const { countryCode, mobile, mobileDigits } = numberPlans[country]
  return number(countryCode, mobile, mobileDigits, slot)
}

/** As `mobileNumber`, of companies' fixed lines; there are fewer of them, so very large data repeats some. */
export function landlineNumber(country: Country, slot: number): string {
  const { countryCode, landline, landlineDigits } = numberPlans[country]
  return number(countryCode, landline, landlineDigits, slot)
}

/** Coprime to every count of numbers above (2, 3, 5, 7, 11, 13 ... do not divide it), and small enough to multiply exactly. */
const stride = 7_368_787
const start = 4_718_293

function number(countryCode: string, prefixes: readonly string[], digits: number, slot: number): string {
  const each = 10 ** digits
  const nth = (start + (slot % (each * prefixes.length)) * stride) % (each * prefixes.length)
  return `+${countryCode}${prefixes[Math.floor(nth / each)]}${String(nth % each).padStart(digits, '0')}`
}
