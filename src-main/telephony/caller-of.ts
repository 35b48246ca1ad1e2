import type { CallContext, Caller, PhoneNumber } from '#shared/domain/call/caller.ts'
import type { CallerTrust } from '#shared/domain/line/line.ts'
import { harmless } from '#shared/domain/text/harmless.ts'
import { type NameAddr, readNameAddr } from './name-addr.ts'

/** Turns text into a number, national forms by the home country (ISO 3166-1 alpha-2). */
export type ReadNumber = (text: string, homeCountry: string) => PhoneNumber | undefined

/** The headers of an INVITE; names in any case. */
export interface InviteHeaders {
  getHeader(name: string): string | undefined
  getHeaders(name: string): string[]
  /** User part of the Request-URI. */
  readonly requestUser: string | undefined
}

export interface CallerRules {
  readonly trust: CallerTrust
  readonly readNumber: ReadNumber
  /** Our own SIP user: calls to it say nothing of the number that was dialled. */
  readonly ownUser: string
}

type Source = CallerTrust['order'][number]

const headerOf = { 'p-asserted-identity': 'P-Asserted-Identity', 'remote-party-id': 'Remote-Party-ID', from: 'From' } as const
const maxFields = 20

/** Who calls, from the headers that are trusted, in their order. A name is a claim: cleaned and cut, never more. */
export function callerOf(headers: InviteHeaders, rules: CallerRules): Caller {
  const from = readNameAddr(headers.getHeader('From') ?? '')[0]
  if (withheld(headers)) return { anonymous: true, source: 'from' }
  for (const source of rules.trust.order) {
    const found = numberFrom(source, headers, rules)
    if (!found) continue
    const displayName = nameOf(found.address) ?? nameOf(from)
    return { number: found.number, anonymous: false, ...(displayName ? { displayName } : {}), source }
  }
  if (from && anonymousAddress(from)) return { anonymous: true, source: 'from' }
  const displayName = nameOf(from)
  return { anonymous: false, ...(displayName ? { displayName } : {}), source: 'from' }
}

/** What else the PBX told about the call. */
export function contextOf(headers: InviteHeaders, rules: CallerRules): CallContext {
  const pbxCallId = idFrom(headers, 'X-Call-Id', 128)
  const queue = idFrom(headers, 'X-Queue', 64)
  const customerHint = idFrom(headers, 'X-Customer-Id', 64)
  const dnis = dnisOf(headers, rules)
  return {
    ...(pbxCallId ? { pbxCallId } : {}),
    ...(queue ? { queue } : {}),
    ...(dnis ? { dnis } : {}),
    ...(customerHint ? { customerHint } : {}),
    fields: fieldsOf(headers, rules.trust.headerFields),
  }
}

/** RFC 3323 (Privacy) and the privacy parameter of Remote-Party-ID. */
function withheld(headers: InviteHeaders): boolean {
  const asked = headers
    .getHeaders('Privacy')
    .join(';')
    .toLowerCase()
    .split(/[;,\s]+/)
  if (asked.some((value) => value === 'id' || value === 'user' || value === 'header')) return true
  const remote = readNameAddr(headers.getHeader('Remote-Party-ID') ?? '')[0]
  return remote?.parameters.privacy === 'full' || remote?.parameters.privacy === 'uri'
}

function anonymousAddress({ user, host }: NameAddr): boolean {
  return host === 'anonymous.invalid' || user.toLowerCase() === 'anonymous'
}

function numberFrom(
  source: Source,
  headers: InviteHeaders,
  { trust, readNumber }: CallerRules,
): { number: PhoneNumber; address?: NameAddr } | undefined {
  if (source === 'x-header') {
    const text = trust.numberHeader ? headers.getHeader(trust.numberHeader) : undefined
    const number = text === undefined ? undefined : textNumber(text, trust.homeCountry, readNumber)
    return number && { number }
  }
  // P-Asserted-Identity may name a sip: and a tel: URI (RFC 3325 §9.1); the first that is a number counts.
  for (const address of headers.getHeaders(headerOf[source]).flatMap(readNameAddr)) {
    const number = addressNumber(address, trust.homeCountry, readNumber)
    if (number) return { number, address }
  }
  return undefined
}

function textNumber(text: string, homeCountry: string, readNumber: ReadNumber): PhoneNumber | undefined {
  const address = readNameAddr(text)[0]
  return address ? addressNumber(address, homeCountry, readNumber) : readNumber(harmless(text, 100), homeCountry)
}

/** The user part of a sip: URI may be a telephone-subscriber with parameters, the same as a tel: URI (RFC 3261 §19.1.6). */
function addressNumber(address: NameAddr, homeCountry: string, readNumber: ReadNumber): PhoneNumber | undefined {
  if (!['sip', 'sips', 'tel'].includes(address.scheme) || anonymousAddress(address)) return undefined
  return readNumber(`tel:${address.user}`, homeCountry)
}

function nameOf(address: NameAddr | undefined): string | undefined {
  const name = harmless(address?.displayName ?? '', 128)
  // Many PBXs repeat the number as the name.
  return name === '' || /^[\d\s+().-]+$/.test(name) ? undefined : name
}

/** The header made for it is believed; elsewhere only a full number is one that a customer can have dialled. */
function dnisOf(headers: InviteHeaders, { trust, readNumber, ownUser }: CallerRules): PhoneNumber | undefined {
  const told = headers.getHeader('X-Dnis')
  const first = told === undefined ? undefined : textNumber(told, trust.homeCountry, readNumber)
  // A direct call: some PBXs put the extension there.
  if (first && first.dial !== ownUser) return first
  const to = readNameAddr(headers.getHeader('To') ?? '').slice(0, 1)
  // The last Diversion is the first that was dialled (RFC 5806 §4).
  const diverted = headers.getHeaders('Diversion').flatMap(readNameAddr).slice(-1)
  const users = [...to, { user: headers.requestUser ?? '' }, ...diverted].map(({ user }) => user)
  return users
    .filter((user) => user !== '' && user !== ownUser)
    .map((user) => readNumber(`tel:${user}`, trust.homeCountry))
    .find((number) => number?.e164 !== undefined)
}

/** A cut id would name something else, so one that is too long is none. */
function idFrom(headers: InviteHeaders, name: string, max: number): string | undefined {
  const id = harmless(headers.getHeader(name) ?? '', max + 1)
  return id === '' || id.length > max ? undefined : id
}

function fieldsOf(headers: InviteHeaders, labels: CallerTrust['headerFields']): Record<string, string> {
  const named = Object.entries(labels).filter(([name]) => /^X-/i.test(name))
  const values = named.slice(0, maxFields).map(([name, label]) => [label, harmless(headers.getHeader(name) ?? '', 512)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== ''))
}
