import { expect, test } from 'vitest'
import { numberingPlanOf } from './numbering-plan.ts'

test.each([
  ['UA', '380', '0'],
  ['KZ', '7', '8'],
  ['GB', '44', '0'],
  ['PL', '48', ''],
  ['ZZ', '', ''],
])('%s is +%s and dials "%s" first at home', (country, callingCode, trunkPrefix) => {
  expect(numberingPlanOf(country)).toEqual({ callingCode, trunkPrefix })
})
