import type { CallDirection } from '../call/call.ts'
import type { CallContext, Caller } from '../call/caller.ts'
import type { CaseRecord, CustomerCard } from '../customer/customer.ts'
import type { Queue } from '../queue/queue.ts'
import { type Language, language as languageSchema } from '../text/language.ts'
import { greeting } from './greeting.ts'
import type { ScriptData } from './script.ts'

export interface ScriptDataInput {
  readonly card?: CustomerCard
  readonly caller: Caller
  readonly context: CallContext
  readonly queue?: Queue
  readonly direction: CallDirection
  readonly operatorName: string
  /** Language of the interface: spoken with customers whose own language no script has. */
  readonly language: Language
  readonly nowMs: number
  /** 0-23, where the operator is. */
  readonly localHour: number
}

/**
 * The names that a script's texts may use. Local texts stay in all languages: `renderSay` picks the one that is spoken.
 *
 * `language`, `greeting`, `today`, `direction`, `operator.name`, `queue.name`, `caller.{number,name,anonymous}`,
 * `customer.{known,name,givenName,familyName,company,segment,vip,doNotCall,city,address,since,preferences,loyaltyPoints,phone,email}`,
 * `agreement.{number,title,status,startedOn,endsOn,monthlyAmount,currency}` (the active one), `agreements`,
 * `product` and `products` (names), `openCase.{number,title,priority,openedAtMs,dueAtMs,overdue}`, `openCases` (how many),
 * `promise.{title,dueAtMs}`, `lastContactAtMs`, `fields` (from the X- headers).
 * What is not known is absent, so `{% if agreement %}` asks for it.
 */
export function buildScriptData(input: ScriptDataInput): ScriptData {
  const { card, caller, context, queue, nowMs } = input
  return {
    language: spokenLanguage(card, queue, input.language),
    greeting: greeting(input.localHour),
    today: nowMs,
    direction: input.direction,
    operator: { name: input.operatorName },
    queue: queue && { name: queue.name },
    caller: { number: caller.number?.display, name: caller.displayName, anonymous: caller.anonymous },
    customer: customerData(card),
    agreement: card?.agreements.find((agreement) => agreement.status === 'active') ?? card?.agreements[0],
    agreements: card?.agreements ?? [],
    product: activeProducts(card)[0],
    products: activeProducts(card),
    openCase: caseData(soonestDue(card?.openCases ?? []), nowMs),
    openCases: card?.openCases.length ?? 0,
    promise: card?.openTasks.find((task) => task.kind === 'promise'),
    lastContactAtMs: card?.timeline[0]?.startedAtMs,
    fields: context.fields,
  }
}

/** The customer's own language if scripts have it; else the queue's; else the operator's. */
function spokenLanguage(card: CustomerCard | undefined, queue: Queue | undefined, own: Language): Language {
  const wanted = [card?.customer.language, queue?.language].map((candidate) => languageSchema.safeParse(candidate).data)
  return wanted.find((candidate) => candidate !== undefined) ?? own
}

function customerData(card: CustomerCard | undefined): ScriptData {
  if (!card) return { known: false }
  const { customer, contactPoints } = card
  const primary = (kind: 'phone' | 'email') => {
    const points = contactPoints.filter((point) => point.kind === kind)
    return points.find((point) => point.primary) ?? points[0]
  }
  return {
    known: true,
    name: customer.name,
    givenName: customer.givenName,
    familyName: customer.familyName,
    company: customer.kind === 'company',
    segment: customer.segment,
    vip: customer.vip,
    doNotCall: customer.doNotCall,
    city: customer.city,
    address: customer.address,
    since: customer.customerSince,
    preferences: customer.preferences,
    loyaltyPoints: customer.loyaltyPoints,
    phone: primary('phone')?.phone?.display ?? primary('phone')?.value,
    email: primary('email')?.value,
  }
}

function activeProducts(card: CustomerCard | undefined) {
  return (card?.products ?? []).filter((product) => product.status === 'active').map((product) => product.name)
}

function soonestDue(cases: readonly CaseRecord[]): CaseRecord | undefined {
  return [...cases].sort((a, b) => (a.dueAtMs ?? Number.MAX_SAFE_INTEGER) - (b.dueAtMs ?? Number.MAX_SAFE_INTEGER))[0]
}

function caseData(record: CaseRecord | undefined, nowMs: number) {
  return record && { ...record, overdue: record.dueAtMs !== undefined && record.dueAtMs < nowMs }
}
