import { describe, expect, it } from 'vitest'
import { callContext, caller } from '#shared/domain/call/caller.ts'
import type { CallerTrust } from '#shared/domain/line/line.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import { callerOf, contextOf, type InviteHeaders } from './caller-of.ts'

const trusted: CallerTrust = { order: ['p-asserted-identity', 'remote-party-id', 'from'], homeCountry: 'UA', headerFields: {} }

function headersOf(pairs: readonly (readonly [string, string])[], requestUser?: string): InviteHeaders {
  const getHeaders = (name: string) => pairs.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  return { getHeaders, getHeader: (name) => getHeaders(name)[0], requestUser }
}

function read(pairs: readonly (readonly [string, string])[], trust: Partial<CallerTrust> = {}) {
  return caller.parse(callerOf(headersOf(pairs), { trust: { ...trusted, ...trust }, readNumber, ownUser: '101' }))
}

function context(pairs: readonly (readonly [string, string])[], requestUser?: string, trust: Partial<CallerTrust> = {}) {
  return callContext.parse(
    contextOf(headersOf(pairs, requestUser), { trust: { ...trusted, ...trust }, readNumber, ownUser: '101' }),
  )
}

const from = ['From', '"Front" <sip:0441112233@pbx>;tag=1'] as const
const asserted = ['P-Asserted-Identity', '"Olena" <sip:+380671234567@pbx>'] as const
const remote = ['Remote-Party-ID', '<sip:0509998877@pbx>;party=calling;privacy=off'] as const

describe('the number', () => {
  it('is taken from the most trusted header that has one', () => {
    expect(read([from, remote, asserted])).toMatchObject({
      number: { e164: '+380671234567' },
      source: 'p-asserted-identity',
      displayName: 'Olena',
    })
    expect(read([from, remote])).toMatchObject({
      number: { e164: '+380509998877' },
      source: 'remote-party-id',
      displayName: 'Front',
    })
    expect(read([from, remote, asserted], { order: ['from'] })).toMatchObject({
      number: { e164: '+380441112233' },
      source: 'from',
    })
  })

  it('falls through a header without a number', () => {
    expect(read([['P-Asserted-Identity', '<sip:alice@pbx>'], from])).toMatchObject({
      source: 'from',
      number: { e164: '+380441112233' },
    })
  })

  it.each([
    ['<tel:+380671234567>', '+380671234567'],
    ['tel:+380-67-123-45-67', '+380671234567'],
    ['"A" <sip:alice@pbx>, <tel:+380671234567>', '+380671234567'],
    ['"Comma, Inc." <sip:0671234567@pbx;user=phone>', '+380671234567'],
    ['<sips:+380671234567@pbx:5061>', '+380671234567'],
    ['<sip:%2B380671234567@pbx>', '+380671234567'],
    ['sip:+380671234567@pbx;tag=9', '+380671234567'],
    ['"a <b> c" <sip:+380671234567@[::1]>', '+380671234567'],
    ['<tel:671234567;phone-context=+380>', '+380671234567'],
  ])('%s is read', (value, e164) => {
    expect(read([['P-Asserted-Identity', value]]).number?.e164).toBe(e164)
  })

  it('keeps the extension', () => {
    expect(read([['P-Asserted-Identity', '<tel:+380441112233;ext=12>']]).number).toMatchObject({ extension: '12' })
  })

  it('of a colleague is short and has no E.164', () => {
    expect(read([['From', '<sip:205@pbx>;tag=1']]).number).toEqual({ dial: '205', display: '205' })
  })

  it('comes from the X- header that is configured, as a URI or as it is', () => {
    const trust = { order: ['x-header', 'from'], numberHeader: 'X-Caller' } as const
    expect(read([from, ['X-Caller', '067 123-45-67']], { ...trust, order: [...trust.order] })).toMatchObject({
      number: { e164: '+380671234567' },
      source: 'x-header',
    })
    expect(read([from, ['X-Caller', '<sip:+380671234567@x>']], { ...trust, order: [...trust.order] }).source).toBe('x-header')
    expect(read([from, ['X-Caller', '<script>']], { ...trust, order: [...trust.order] }).source).toBe('from')
  })

  it.each([
    [[['Privacy', 'id'], asserted, from] as const],
    [[['Privacy', 'user;critical'], from] as const],
    [[['From', '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1']] as const],
    [[['Remote-Party-ID', '<sip:0509998877@pbx>;privacy=full'], from] as const],
  ])('is withheld: %j', (pairs) => {
    expect(read(pairs)).toEqual({ anonymous: true, source: 'from' })
  })

  it('asserted for an anonymous From is used when privacy is not asked for', () => {
    expect(read([['Privacy', 'none'], asserted, ['From', '<sip:anonymous@anonymous.invalid>;tag=1']])).toMatchObject({
      anonymous: false,
      number: { e164: '+380671234567' },
    })
  })

  it.each(['', '"', '<', '<sip:', 'nonsense', '<sip:%ff%fe@x>', `<sip:${'1'.repeat(9_000)}@x>`, ',,,,', '"\\'])(
    '%# is none',
    (value) => {
      expect(read([['From', value]])).toEqual({ anonymous: false, source: 'from' })
    },
  )
})

describe('the name', () => {
  it.each([
    ['"O\\"Neil \\\\ Co" <sip:1@x>', 'O"Neil \\ Co'],
    ['Plain Words <sip:1@x>', 'Plain Words'],
    ['"+380 67 123" <sip:1@x>', undefined],
    ['"\u202egnp.exe\u0000" <sip:1@x>', 'gnp.exe'],
    ['"И\u0306ван" <sip:1@x>', 'Йван'],
    [`"${'Ї'.repeat(60_000)}" <sip:1@x>`, 'Ї'.repeat(128)],
  ])('%# is cleaned and cut', (value, name) => {
    expect(read([['From', value]]).displayName).toBe(name)
  })
})

describe('the context', () => {
  it('has the ids that the PBX sends, and none that are too long', () => {
    expect(
      context([
        ['X-Call-Id', '1763.5'],
        ['X-Queue', 'support'],
        ['X-Customer-Id', 'c-1'],
      ]),
    ).toEqual({
      pbxCallId: '1763.5',
      queue: 'support',
      customerHint: 'c-1',
      fields: {},
    })
    expect(
      context([
        ['X-Call-Id', '1'.repeat(129)],
        ['X-Queue', 'q'.repeat(65)],
      ]),
    ).toEqual({ fields: {} })
  })

  it('has the further headers that settings name', () => {
    const headerFields = { 'X-Region': 'Region', 'X-None': 'None', From: 'From' }
    const { fields } = context([['X-Region', 'Lviv\u0007'], from], undefined, { headerFields })
    expect(Object.entries(fields)).toEqual([['Region', 'Lviv']])
  })

  it.each([
    [[['X-Dnis', '0800 300 100']], undefined, '+380800300100'],
    [[['X-Dnis', '1580']], undefined, '1580'],
    [[['X-Dnis', '101']], '101', undefined],
    [[['To', '<sip:+380442223344@pbx>']], undefined, '+380442223344'],
    [[['To', '<sip:101@pbx>']], '101', undefined],
    [[['To', '<sip:2050@pbx>']], undefined, undefined],
    [[['To', '<sip:101@pbx>']], '+380442223344', '+380442223344'],
    [
      [
        ['To', '<sip:101@pbx>'],
        ['Diversion', '<sip:205@pbx>, <tel:+380442223344>;reason=unconditional'],
      ],
      '101',
      '+380442223344',
    ],
  ] as const)('DNIS of %j (%s) is %s', (pairs, requestUser, dial) => {
    expect(context(pairs, requestUser).dnis?.dial).toBe(dial)
  })

  it('takes no login for the number that was dialled, be it one', () => {
    const rules = { trust: trusted, readNumber, ownUser: '+380442223344' }
    expect(contextOf(headersOf([['To', '<sip:+380442223344@pbx>']], '+380442223344'), rules).dnis).toBeUndefined()
  })
})
