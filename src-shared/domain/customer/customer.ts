import { z } from 'zod'
import { callDirection } from '../call/call.ts'
import { callOutcome } from '../call/call-outcome.ts'
import { phoneNumber } from '../call/caller.ts'
import { agreementId, caseId, contactPointId, customerId, epochMs, factId, interactionId, productId, taskId } from '../ids.ts'
import { customerLanguage, localText } from '../text/language.ts'
import { address, relation, tag, territory } from './customer-details.ts'

export const segment = z.enum(['standard', 'silver', 'gold', 'vip', 'business', 'new'])
export type Segment = z.infer<typeof segment>

export const customer = z.object({
  customerId,
  kind: z.enum(['person', 'company']),
  /** As it is shown: `Олена Ковальчук`, `ТОВ «Світанок»`. */
  name: z.string().min(1).max(200),
  givenName: z.string().max(100).optional(),
  familyName: z.string().max(100).optional(),
  language: customerLanguage,
  segment,
  vip: z.boolean(),
  doNotCall: z.boolean(),
  city: z.string().max(100).optional(),
  address: z.string().max(300).optional(),
  /** Calendar date `YYYY-MM-DD`. */
  customerSince: z.string().max(10).optional(),
  /** Minor units (kopiykas, cents), with `currency` ISO 4217. */
  lifetimeValue: z.number().int(),
  monthlyValue: z.number().int(),
  currency: z.string().length(3),
  /** 0-100. */
  loyaltyScore: z.number().int().min(0).max(100).optional(),
  loyaltyPoints: z.number().int(),
  /** Net promoter answer, 0-10. */
  nps: z.number().int().min(0).max(10).optional(),
  /** Free text of preferences: `call after 17:00`. */
  preferences: z.string().max(500).optional(),
})
export type Customer = Readonly<z.infer<typeof customer>>

export const contactPointKind = z.enum(['phone', 'email', 'telegram', 'viber', 'whatsapp'])
export const contactPointLabel = z.enum(['mobile', 'home', 'work', 'other'])

export const contactPoint = z.object({
  contactPointId,
  kind: contactPointKind,
  /** E.164 (or the digits as typed) for phones, lower-case address for e-mail. */
  value: z.string().max(200),
  label: contactPointLabel,
  primary: z.boolean(),
  /** Present for phones: formatted, with its extension. */
  phone: phoneNumber.optional(),
})
export type ContactPoint = Readonly<z.infer<typeof contactPoint>>

export const agreementStatus = z.enum(['active', 'suspended', 'ended', 'draft'])
export const agreement = z.object({
  agreementId,
  number: z.string().max(40),
  title: z.string().max(200),
  status: agreementStatus,
  startedOn: z.string().max(10).optional(),
  endsOn: z.string().max(10).optional(),
  monthlyAmount: z.number().int(),
  currency: z.string().length(3),
})
export type Agreement = Readonly<z.infer<typeof agreement>>

export const customerProduct = z.object({
  productId,
  name: localText,
  since: z.string().max(10).optional(),
  status: z.enum(['active', 'paused', 'ended']),
})
export type CustomerProduct = Readonly<z.infer<typeof customerProduct>>

/** A portrait fact: something worth knowing that has no field of its own. */
export const customerFact = z.object({
  factId,
  label: z.string().min(1).max(60),
  value: z.string().max(300),
  addedAtMs: epochMs,
})
export type CustomerFact = Readonly<z.infer<typeof customerFact>>

export const caseStatus = z.enum(['open', 'waiting', 'solved', 'closed'])
export const casePriority = z.enum(['low', 'normal', 'high', 'urgent'])
export const caseRecord = z.object({
  caseId,
  customerId,
  customerName: z.string().optional(),
  number: z.string().max(20),
  /** The server has not seen the case yet: it may give it another number. Says nothing where there is no server. */
  provisional: z.boolean(),
  title: z.string().min(1).max(200),
  status: caseStatus,
  priority: casePriority,
  owner: z.string().max(100).optional(),
  openedAtMs: epochMs,
  /** The service level's deadline. */
  dueAtMs: epochMs.optional(),
  closedAtMs: epochMs.optional(),
})
export type CaseRecord = Readonly<z.infer<typeof caseRecord>>

export const taskKind = z.enum(['task', 'callback', 'promise'])
export const task = z.object({
  taskId,
  kind: taskKind,
  customerId: customerId.optional(),
  customerName: z.string().optional(),
  title: z.string().min(1).max(200),
  dueAtMs: epochMs.optional(),
  doneAtMs: epochMs.optional(),
  /** Number to call back, when the task is a callback. */
  phone: phoneNumber.optional(),
  caseId: caseId.optional(),
  interactionId: interactionId.optional(),
})
export type Task = Readonly<z.infer<typeof task>>

export const channel = z.enum(['call', 'email', 'chat', 'sms', 'visit', 'payment', 'survey', 'case'])
export type Channel = z.infer<typeof channel>

/** One line of the customer's timeline, whatever the channel. */
export const timelineItem = z.object({
  interactionId,
  channel,
  direction: callDirection.optional(),
  startedAtMs: epochMs,
  /** Whole talk for a call. */
  talkMs: z.number().int().optional(),
  outcome: callOutcome.optional(),
  subject: z.string().max(200).optional(),
  /** The operator's note, or the message's text, cut to 2,000 characters. */
  body: z.string().max(2_000).optional(),
  agent: z.string().max(100).optional(),
  queue: z.string().max(64).optional(),
  disposition: localText.optional(),
})
export type TimelineItem = Readonly<z.infer<typeof timelineItem>>

export const badgeKind = z.enum([
  'vip',
  'repeat-caller',
  'open-promise',
  'do-not-call',
  'overdue-case',
  'loyal',
  'at-risk',
  'new',
])
export const badge = z.object({
  kind: badgeKind,
  /** Fills the badge's text: `count` calls in 24 h, `dueAtMs` of the promise, `score`. */
  count: z.number().optional(),
  dueAtMs: epochMs.optional(),
})
export type Badge = Readonly<z.infer<typeof badge>>

/** All that the card shows at once; the timeline beyond its first page is asked for separately. */
export const customerCard = z.object({
  customer,
  badges: z.array(badge),
  tags: z.array(tag),
  /** Missing where there are no territories. */
  territory: territory.optional(),
  contactPoints: z.array(contactPoint),
  /** The primary one first. */
  addresses: z.array(address),
  /** Those whom this customer names, then those who name it. */
  relations: z.array(relation),
  agreements: z.array(agreement),
  products: z.array(customerProduct),
  facts: z.array(customerFact),
  openCases: z.array(caseRecord),
  openTasks: z.array(task),
  timeline: z.array(timelineItem),
  timelineTotal: z.number().int(),
})
export type CustomerCard = Readonly<z.infer<typeof customerCard>>

/** A row of search results and of the chooser. */
export const customerSummary = z.object({
  customerId,
  kind: z.enum(['person', 'company']),
  name: z.string(),
  segment,
  vip: z.boolean(),
  city: z.string().optional(),
  phone: phoneNumber.optional(),
  agreementNumber: z.string().optional(),
  lastContactAtMs: epochMs.optional(),
})
export type CustomerSummary = Readonly<z.infer<typeof customerSummary>>
