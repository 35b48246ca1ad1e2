import { describe, expect, it } from 'vitest'
import type { NumberOwner, NumberOwners } from '../../ports/store.ts'
import type { PhoneNumber } from '../call/caller.ts'
import { customerId } from '../ids.ts'
import { decideMatch, type MatchContext } from './decide-match.ts'
import { customerMatch } from './match.ts'

const number: PhoneNumber = { e164: '+380671234567', dial: '+380671234567', display: '067 123 45 67', country: 'UA' }
const switchboard: PhoneNumber = { ...number, extension: '12' }
const id = (name: string) => customerId.parse(name)

function owner(name: string, more: Partial<NumberOwner> & { lastContactAtMs?: number; phone?: PhoneNumber } = {}): NumberOwner {
  const { lastContactAtMs, phone = number, ...rest } = more
  return {
    summary: { customerId: id(name), kind: 'person', name, segment: 'standard', vip: false, lastContactAtMs, phone },
    primary: false,
    kind: 'person',
    ...rest,
  }
}

function decide(owners: Partial<NumberOwners>, context: Partial<MatchContext> = {}) {
  const match = decideMatch({ remembered: undefined, exact: [], tail: [], ...owners }, { anonymous: false, number, ...context })
  return customerMatch.parse(match)
}

describe('decideMatch', () => {
  it('believes the PBX before everything else, even for a withheld number', () => {
    const owners = { remembered: id('other'), exact: [owner('a'), owner('b')] }
    expect(decide(owners, { hint: id('hinted') })).toEqual({ kind: 'sure', customerId: 'hinted', reason: 'pbx-hint' })
    expect(decide({}, { hint: id('hinted'), anonymous: true, number: undefined }).kind).toBe('sure')
  })

  it('knows nobody behind a withheld number', () => {
    expect(decide({ exact: [owner('a')] }, { anonymous: true })).toEqual({ kind: 'anonymous' })
    expect(decide({}, { anonymous: false, number: undefined })).toEqual({ kind: 'unknown' })
  })

  it('remembers what an operator said, also that it is nobody we know', () => {
    expect(decide({ remembered: id('said'), exact: [owner('a')] })).toEqual({
      kind: 'sure',
      customerId: 'said',
      reason: 'remembered',
    })
    expect(decide({ remembered: null, exact: [owner('a')] })).toEqual({ kind: 'unknown' })
  })

  it('is sure of the only holder, however often the number is on the card', () => {
    const expected = { kind: 'sure', customerId: 'a', reason: 'number' }
    expect(decide({ exact: [owner('a')] })).toEqual(expected)
    expect(decide({ exact: [owner('a'), owner('a', { primary: true })] })).toEqual(expected)
    expect(decide({ exact: [owner('a')], tail: [owner('b')] })).toEqual(expected)
  })

  it('asks when a household shares the number and none stands out', () => {
    const equal = [owner('a', { primary: true, lastContactAtMs: 9 }), owner('b', { primary: true, lastContactAtMs: 5 })]
    const primaryIsOld = [owner('a', { lastContactAtMs: 9 }), owner('b', { primary: true, lastContactAtMs: 5 })]
    const neverInTouch = [owner('a', { primary: true }), owner('b')]
    for (const exact of [equal, primaryIsOld, neverInTouch]) {
      const match = decide({ exact })
      expect(match.kind === 'several' && match.candidates.map((candidate) => candidate.customerId)).toEqual(['a', 'b'])
    }
  })

  it('proposes the primary holder who was in touch last, whatever the order', () => {
    const best = owner('b', { primary: true, lastContactAtMs: 9 })
    for (const exact of [
      [owner('a', { lastContactAtMs: 5 }), best],
      [best, owner('a')],
    ]) {
      const match = decide({ exact })
      expect(match).toMatchObject({ kind: 'likely', customerId: 'b', reason: 'shared-number' })
      expect(match.kind === 'likely' && match.others.map((other) => other.customerId)).toEqual(['a'])
    }
  })

  it('tells people behind one switchboard apart by their extension', () => {
    const company = owner('firm', { kind: 'company', primary: true, lastContactAtMs: 9 })
    const twelve = owner('twelve', { extension: '12' })
    const thirteen = owner('thirteen', { extension: '13' })
    expect(decide({ exact: [company, twelve, thirteen] }, { number: switchboard })).toMatchObject({
      kind: 'likely',
      customerId: 'twelve',
      reason: 'shared-number',
    })
    expect(decide({ exact: [twelve, thirteen] }, { number: switchboard })).toEqual({
      kind: 'sure',
      customerId: 'twelve',
      reason: 'number',
    })
    expect(decide({ exact: [twelve, thirteen, company] })).toMatchObject({ kind: 'likely', customerId: 'firm' })
    expect(decide({ exact: [company] }, { number: switchboard })).toMatchObject({ kind: 'sure', customerId: 'firm' })
  })

  it('says "same switchboard" when only other extensions are known, wherever the store found them', () => {
    const expected = { kind: 'likely', customerId: 'thirteen', reason: 'same-switchboard', others: [] }
    const thirteen = owner('thirteen', { extension: '13' })
    expect(decide({ exact: [thirteen] }, { number: switchboard })).toEqual(expected)
    expect(decide({ tail: [thirteen] }, { number: switchboard })).toEqual(expected)
    const several = decide({ exact: [thirteen, owner('fourteen', { extension: '14' })] }, { number: switchboard })
    expect(several.kind).toBe('several')
  })

  it('proposes with care when only the last digits agree', () => {
    const phone = { ...number, e164: '+380501234567' }
    expect(decide({ tail: [owner('a', { phone })] })).toMatchObject({ kind: 'likely', customerId: 'a', reason: 'number-tail' })
    expect(decide({ tail: [owner('a', { phone }), owner('b', { phone })] }).kind).toBe('several')
    const otherSwitchboard = owner('a', { phone, extension: '13' })
    expect(decide({ tail: [otherSwitchboard] }, { number: switchboard })).toMatchObject({ kind: 'likely', reason: 'number-tail' })
    expect(decide({})).toEqual({ kind: 'unknown' })
  })
})
