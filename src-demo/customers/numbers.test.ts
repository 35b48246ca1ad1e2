import { describe, expect, it } from 'vitest'
import { readNumber } from '#shared/domain/number/read-number.ts'
import { type Country, landlineNumber, mobileNumber, numberPlans } from './numbers.ts'

const countries = Object.keys(numberPlans) as Country[]

describe.each(countries)('numbers of %s', (country) => {
  const { mobile, mobileDigits, landline, landlineDigits, countryCode } = numberPlans[country]

  it('are valid in every range, from its first to its last', () => {
    for (const [prefixes, digits] of [
      [mobile, mobileDigits],
      [landline, landlineDigits],
    ] as const) {
      for (const prefix of prefixes) {
        for (const tail of ['0'.repeat(digits), '9'.repeat(digits), '1234567'.slice(0, digits)]) {
          const number = `+${countryCode}${prefix}${tail}`
          expect(readNumber(number, 'UA'), number).toMatchObject({ e164: number, country })
        }
      }
    }
  })

  it('are never the same for two slots, and look unlike their neighbours', () => {
    const slots = 20_000
    const mobiles = new Set(Array.from({ length: slots }, (_, slot) => mobileNumber(country, slot)))
    expect(mobiles.size).toBe(slots)
    const [first, second] = mobiles
    expect(first!.slice(0, 8)).not.toBe(second!.slice(0, 8))
    expect(landlineNumber(country, 0)).not.toBe(landlineNumber(country, 1))
  })

  it('go through all there are before one comes again', () => {
    for (const all of [mobile.length * 10 ** mobileDigits, landline.length * 10 ** landlineDigits])
      expect(divisor(all, 7_368_787)).toBe(1)
  })
})

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
