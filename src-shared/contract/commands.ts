import { z } from 'zod'
import { phoneNumber } from '../domain/call/caller.ts'
import { caseEvent } from '../domain/customer/case-event.ts'
import {
  casePriority,
  caseRecord,
  caseStatus,
  channel,
  contactPoint,
  contactPointKind,
  contactPointLabel,
  customer,
  customerCard,
  customerFact,
  customerSummary,
  task,
  taskKind,
  timelineItem,
} from '../domain/customer/customer.ts'
import { address, relationKind, tag, territory } from '../domain/customer/customer-details.ts'
import { diagnostics } from '../domain/diagnostics/diagnostics.ts'
import {
  addressId,
  callId,
  caseId,
  contactPointId,
  customerId,
  dispositionId,
  epochMs,
  factId,
  interactionId,
  relationId,
  scriptId,
  taskId,
  territoryId,
} from '../domain/ids.ts'
import { recentCall } from '../domain/interaction/recent-call.ts'
import { lineSettings } from '../domain/line/line.ts'
import { mediaDevices } from '../domain/media/media.ts'
import { notReadyReason } from '../domain/operator/operator.ts'
import { deviceRecord, sessionRecord, userChanges, userDraft, userRecord } from '../domain/people/user.ts'
import { scriptRun } from '../domain/script/script.ts'
import { settingsChange } from '../domain/settings/settings.ts'
import { conflictRecord, outgoingChange, whileAway } from '../domain/sync/sync-state.ts'
import {
  auditCheck,
  newPassword,
  oneTimePassword,
  placeDraft,
  placeName,
  places,
  quarantined,
  recoveryCodes,
  savedPlace,
  secondFactorBegun,
} from '../sync/account-api.ts'

/** A command: input and output, both parsed at the edge. Expected failures come back as `Failure`. */
function command<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output }
}

const nothing = z.object({})
const done = z.undefined()
const id = z.string().min(1).max(64)
const limit = z.number().int().min(1).max(500)

/** Fields of a customer that may be edited in place. */
export const editableCustomer = customer
  .omit({ customerId: true, lifetimeValue: true, monthlyValue: true, loyaltyPoints: true })
  .partial()

/** An address as it is typed; `primary` makes the others step back. */
export const typedAddress = address.omit({ addressId: true, primary: true }).extend({
  line: z.string().trim().min(1).max(300),
  country: z
    .union([
      z.literal(''),
      z
        .string()
        .trim()
        .regex(/^[A-Za-z]{2}$/),
    ])
    .optional(),
  primary: z.literal(true).optional(),
})

/** What the interface may ask of the main process. One entry a command; the handlers are in src-main/app. */
export const commands = {
  // ---- phone
  'phone.dial': command(
    z.object({ number: z.string().min(1).max(100), customerId: customerId.optional() }),
    z.object({ callId }),
  ),
  'phone.answer': command(z.object({ callId }), done),
  'phone.reject': command(z.object({ callId }), done),
  'phone.hangUp': command(z.object({ callId }), done),
  'phone.hold': command(z.object({ callId }), done),
  'phone.resume': command(z.object({ callId }), done),
  'phone.mute': command(z.object({ callId, on: z.boolean() }), done),
  'phone.dtmf': command(z.object({ callId, tones: z.string().regex(/^[0-9A-D*#,]{1,64}$/) }), done),
  /** As it would be dialled: formatted, or `number-invalid`. */
  'phone.readNumber': command(z.object({ text: z.string().max(100) }), phoneNumber),

  // ---- operator
  'operator.ready': command(nothing, done),
  'operator.notReady': command(z.object({ reason: notReadyReason }), done),

  // ---- the call's work: match, note, script, wrap-up
  'work.chooseCustomer': command(z.object({ interactionId, customerId }), done),
  'work.createCustomer': command(
    z.object({
      interactionId: interactionId.optional(),
      kind: z.enum(['person', 'company']),
      name: z.string().trim().min(1).max(200),
      number: z.string().max(100).optional(),
    }),
    z.object({ customerId }),
  ),
  /** "It is not this customer": forgets the match for this call and for this number. */
  'work.detachCustomer': command(z.object({ interactionId }), done),
  /** `ok` once it is on disk; with `saved: false` it is kept in memory until the store is well again. */
  'work.saveNote': command(z.object({ interactionId, text: z.string().max(20_000) }), z.object({ saved: z.boolean() })),
  'work.saveScriptRun': command(z.object({ interactionId, run: scriptRun }), z.object({ saved: z.boolean() })),
  'work.chooseScript': command(z.object({ interactionId, scriptId }), done),
  'work.painted': command(z.object({ interactionId, paintedMs: z.number().min(0).max(600_000) }), done),
  'work.finish': command(
    z.object({
      interactionId,
      dispositionId: dispositionId.optional(),
      note: z.string().max(20_000),
      thenReady: z.boolean().optional(),
    }),
    done,
  ),

  // ---- customers
  'customers.search': command(z.object({ query: z.string().max(200), limit: limit.optional() }), z.array(customerSummary)),
  'customers.card': command(z.object({ customerId }), customerCard),
  'customers.timeline': command(
    z.object({
      customerId,
      channels: z.array(channel).optional(),
      before: z.object({ startedAtMs: epochMs, interactionId }).optional(),
      limit,
    }),
    z.object({ items: z.array(timelineItem), total: z.number().int() }),
  ),
  'customers.edit': command(z.object({ customerId, changes: editableCustomer }), done),
  'customers.addContactPoint': command(
    z.object({ customerId, kind: contactPointKind, value: z.string().trim().min(1).max(200), label: contactPointLabel }),
    contactPoint,
  ),
  'customers.editContactPoint': command(
    z.object({
      contactPointId,
      value: z.string().trim().min(1).max(200).optional(),
      label: contactPointLabel.optional(),
      primary: z.literal(true).optional(),
    }),
    contactPoint,
  ),
  'customers.removeContactPoint': command(z.object({ contactPointId }), done),
  'customers.addFact': command(
    z.object({ customerId, label: z.string().trim().min(1).max(60), value: z.string().trim().max(300) }),
    customerFact,
  ),
  'customers.editFact': command(
    z.object({ factId, label: z.string().trim().min(1).max(60).optional(), value: z.string().trim().max(300).optional() }),
    done,
  ),
  'customers.removeFact': command(z.object({ factId }), done),
  'customers.addTag': command(z.object({ customerId, tag }), done),
  'customers.removeTag': command(z.object({ customerId, tag }), done),
  /** The tags that customers of this copy have, in no order. */
  'customers.tagsInUse': command(nothing, z.array(tag)),
  /** Where this person may move a customer. */
  'customers.territories': command(nothing, z.array(territory)),
  'customers.setTerritory': command(z.object({ customerId, territoryId }), done),
  'customers.addAddress': command(z.object({ customerId, ...typedAddress.shape }), z.object({ addressId })),
  /** `''` empties a field. */
  'customers.editAddress': command(z.object({ addressId, ...typedAddress.partial().shape }), done),
  'customers.removeAddress': command(z.object({ addressId }), done),
  /** The other is the customer's `kind`. */
  'customers.addRelation': command(
    z.object({ customerId, otherCustomerId: customerId, kind: relationKind, note: z.string().trim().max(300).optional() }),
    z.object({ relationId }),
  ),
  'customers.removeRelation': command(z.object({ relationId }), done),

  // ---- cases and tasks
  'cases.list': command(z.object({ statuses: z.array(caseStatus).optional(), limit }), z.array(caseRecord)),
  'cases.create': command(
    z.object({
      customerId,
      interactionId: interactionId.optional(),
      title: z.string().trim().min(1).max(200),
      priority: casePriority,
      dueAtMs: epochMs.optional(),
    }),
    caseRecord,
  ),
  'cases.setStatus': command(z.object({ caseId, status: caseStatus }), done),
  /** The oldest first. */
  'cases.events': command(z.object({ caseId }), z.array(caseEvent)),
  'cases.comment': command(z.object({ caseId, text: z.string().trim().min(1).max(4_000) }), done),
  'tasks.list': command(z.object({ done: z.boolean().optional(), limit }), z.array(task)),
  'tasks.create': command(
    z.object({
      kind: taskKind,
      customerId: customerId.optional(),
      interactionId: interactionId.optional(),
      title: z.string().trim().min(1).max(200),
      dueAtMs: epochMs.optional(),
      number: z.string().max(100).optional(),
    }),
    task,
  ),
  'tasks.setDone': command(z.object({ taskId, done: z.boolean() }), done),

  // ---- calls made and missed
  'calls.recent': command(z.object({ limit }), z.array(recentCall)),
  'calls.missed': command(z.object({ limit }), z.array(recentCall)),
  'calls.markHandled': command(z.object({ interactionId }), done),

  // ---- session: who is signed in
  'session.signIn': command(
    z.object({
      login: z.string().trim().min(1).max(100),
      password: z.string().min(1).max(200),
      code: z.string().max(10).optional(),
    }),
    done,
  ),
  /** Opens the provider's page in the system's browser; `session` says when it is done. */
  'session.signInByProvider': command(nothing, done),
  /** Instead of the old password or the passphrase that `session` asks for. */
  'session.setCopyAside': command(nothing, done),
  'session.signOut': command(nothing, done),
  'session.changePassword': command(z.object({ current: z.string().max(200), next: newPassword }), done),
  'session.beginSecondFactor': command(nothing, secondFactorBegun),
  /** Codes for the day when the phone is lost, shown this once. */
  'session.confirmSecondFactor': command(z.object({ code: z.string().max(10) }), recoveryCodes),
  'session.removeSecondFactor': command(z.object({ code: z.string().max(10) }), done),
  'session.mySessions': command(nothing, z.array(sessionRecord)),
  'session.endSession': command(z.object({ sessionId: id }), done),

  // ---- sync: what waits, what was refused, what is in conflict
  'sync.now': command(nothing, done),
  'sync.outgoing': command(z.object({ refused: z.boolean(), limit }), z.array(outgoingChange)),
  'sync.sendAgain': command(
    z.object({ seq: z.number().int(), values: z.record(z.string().max(60), z.unknown()).optional() }),
    done,
  ),
  'sync.discard': command(z.object({ seq: z.number().int() }), done),
  'sync.whileAway': command(nothing, whileAway.nullable()),
  'sync.whileAwaySeen': command(nothing, done),
  'conflicts.list': command(z.object({ status: z.enum(['open', 'settled']), limit }), z.array(conflictRecord)),
  /** `kept`: what stands now stays; `lost`: the other value is put back; `value`: a third one, written by the person. */
  'conflicts.settle': command(
    z.object({
      conflictIds: z.array(id).min(1).max(500),
      choice: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('kept') }),
        z.object({ kind: z.literal('lost') }),
        z.object({ kind: z.literal('value'), value: z.unknown() }),
      ]),
    }),
    done,
  ),

  // ---- administration: asks the server, so it needs one
  'admin.users': command(nothing, z.array(userRecord)),
  'admin.createUser': command(userDraft, oneTimePassword),
  'admin.changeUser': command(z.object({ userId: id, changes: userChanges }), done),
  'admin.resetPassword': command(z.object({ userId: id }), oneTimePassword),
  /** Of somebody who has lost the phone and the recovery codes. */
  'admin.removeSecondFactor': command(z.object({ userId: id }), done),
  'admin.places': command(nothing, places),
  /** Makes one, or replaces what is told of the one of this id. */
  'admin.savePlace': command(placeDraft, savedPlace),
  /** `place-in-use` while somebody or something belongs to it. */
  'admin.removePlace': command(placeName, done),
  'admin.devices': command(nothing, z.array(deviceRecord)),
  'admin.setDevice': command(z.object({ deviceId: id, action: z.enum(['revoke', 'wipe', 'allow']) }), done),
  'admin.quarantine': command(nothing, quarantined),
  'admin.decideQuarantined': command(z.object({ ids: z.array(id).min(1).max(500), action: z.enum(['accept', 'discard']) }), done),
  'admin.checkAudit': command(nothing, auditCheck),
  /** The whole log as NDJSON, in a file of this computer. */
  'admin.exportAudit': command(nothing, z.object({ path: z.string().max(4_000), bytes: z.number().int() })),

  // ---- settings, line, media, demo, diagnostics
  'settings.change': command(settingsChange, done),
  'line.configure': command(z.object({ line: lineSettings, password: z.string().max(200).optional() }), done),
  /** Back to the demo line. */
  'line.forget': command(nothing, done),
  /** Registers once, aside from the line in use, and says what is wrong. `password` absent: the stored one. */
  'line.test': command(
    z.object({ line: lineSettings, password: z.string().max(200).optional() }),
    z.object({ roundTripMs: z.number() }),
  ),
  'media.choose': command(mediaDevices.partial(), done),
  'media.testRinger': command(nothing, done),
  'demo.simulate': command(z.object({ who: z.enum(['known', 'shared', 'unknown', 'anonymous', 'vip', 'hostile']) }), done),
  'diagnostics.read': command(nothing, diagnostics),
} as const

export type Commands = typeof commands
export type CommandName = keyof Commands
export type CommandInput<N extends CommandName> = z.input<Commands[N]['input']>
export type CommandParsed<N extends CommandName> = z.output<Commands[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<Commands[N]['output']>
