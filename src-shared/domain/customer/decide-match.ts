import type { NumberOwner, NumberOwners } from '../../ports/store.ts'
import type { PhoneNumber } from '../call/caller.ts'
import type { CustomerId } from '../ids.ts'
import type { CustomerSummary } from './customer.ts'
import type { CustomerMatch, MatchReason } from './match.ts'

export interface MatchContext {
  /** The number is withheld. */
  readonly anonymous: boolean
  /** The PBX's word for who it is; already known to exist. */
  readonly hint?: CustomerId
  readonly number?: PhoneNumber
}

/**
 * Who calls, and how sure we are. The strongest evidence decides: the PBX's hint, then what an operator said of this
 * number, then who has exactly this number, then whose number looks alike.
 */
export function decideMatch(owners: NumberOwners, context: MatchContext): CustomerMatch {
  if (context.hint) return { kind: 'sure', customerId: context.hint, reason: 'pbx-hint' }
  if (context.anonymous) return { kind: 'anonymous' }
  if (!context.number || owners.remembered === null) return { kind: 'unknown' }
  if (owners.remembered) return { kind: 'sure', customerId: owners.remembered, reason: 'remembered' }
  return byNumber(owners, context.number)
}

function byNumber(owners: NumberOwners, number: PhoneNumber): CustomerMatch {
  const elsewhere = (owner: NumberOwner) => isElsewhere(owner, number)
  const here = oneEach(owners.exact.filter((owner) => !elsewhere(owner)))
  const behindExtension = oneEach([...owners.exact, ...owners.tail.filter((owner) => hasNumber(owner, number))].filter(elsewhere))
  if (here.length > 0) return amongExact(here, number)
  if (behindExtension.length > 0) return amongAlike(behindExtension, 'same-switchboard')
  return amongAlike(oneEach(owners.tail), 'number-tail')
}

function amongExact(owners: readonly NumberOwner[], number: PhoneNumber): CustomerMatch {
  const [only, second] = owners
  if (only && !second) return { kind: 'sure', customerId: only.summary.customerId, reason: 'number' }
  const better = sameExtension(owners, number) ?? primaryAndLatest(owners)
  return better ? likely(better, owners, 'shared-number') : { kind: 'several', candidates: owners.map(summaryOf) }
}

function amongAlike(owners: readonly NumberOwner[], reason: MatchReason): CustomerMatch {
  const [only, second] = owners
  if (!only) return { kind: 'unknown' }
  return second ? { kind: 'several', candidates: owners.map(summaryOf) } : likely(only, owners, reason)
}

/** Of a switchboard: the one behind the very extension that calls, or the one without any when none is given. */
function sameExtension(owners: readonly NumberOwner[], number: PhoneNumber): NumberOwner | undefined {
  if (owners.every((owner) => owner.extension === undefined)) return undefined
  const same = owners.filter((owner) => owner.extension === number.extension)
  return same.length === 1 ? same[0] : undefined
}

/** The only one whose first number this is, and who was also in touch last. */
function primaryAndLatest(owners: readonly NumberOwner[]): NumberOwner | undefined {
  const primary = owners.filter((owner) => owner.primary)
  if (primary.length !== 1) return undefined
  const latest = Math.max(...owners.map(lastContact))
  return latest > 0 && owners.filter((owner) => lastContact(owner) === latest).length === 1 && lastContact(primary[0]!) === latest
    ? primary[0]
    : undefined
}

function likely(best: NumberOwner, owners: readonly NumberOwner[], reason: MatchReason): CustomerMatch {
  const others = owners.filter((owner) => owner !== best).map(summaryOf)
  return { kind: 'likely', customerId: best.summary.customerId, reason, others }
}

function isElsewhere(owner: NumberOwner, number: PhoneNumber): boolean {
  return number.extension !== undefined && owner.extension !== undefined && owner.extension !== number.extension
}

function hasNumber(owner: NumberOwner, number: PhoneNumber): boolean {
  return number.e164 !== undefined && owner.summary.phone?.e164 === number.e164
}

/** A customer may have the same number twice (mobile and messenger); its best record stands for it. */
function oneEach(owners: readonly NumberOwner[]): NumberOwner[] {
  const byId = new Map<CustomerId, NumberOwner>()
  for (const owner of owners) {
    const seen = byId.get(owner.summary.customerId)
    if (!seen || (owner.primary && !seen.primary)) byId.set(owner.summary.customerId, owner)
  }
  return [...byId.values()]
}

function summaryOf(owner: NumberOwner): CustomerSummary {
  return owner.summary
}

function lastContact(owner: NumberOwner): number {
  return owner.summary.lastContactAtMs ?? 0
}
