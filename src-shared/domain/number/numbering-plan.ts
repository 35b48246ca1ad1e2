import { getCountryCallingCode, isSupportedCountry, Metadata } from 'libphonenumber-js/max'

/** How numbers are written at home: `+380…` abroad, `0…` at home. */
export interface NumberingPlan {
  readonly callingCode: string
  /** Empty where there is none. */
  readonly trunkPrefix: string
}

/** The library has it and its types leave it out; 0 stands for none. */
interface WithTrunkPrefix {
  nationalPrefix(): string | 0 | undefined
}

/** Of an ISO 3166-1 alpha-2 country; an unknown one has no code and no prefix. */
export function numberingPlanOf(country: string): NumberingPlan {
  if (!isSupportedCountry(country)) return { callingCode: '', trunkPrefix: '' }
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  const plan = metadata.numberingPlan as unknown as WithTrunkPrefix
  return { callingCode: getCountryCallingCode(country), trunkPrefix: plan.nationalPrefix() || '' }
}
