import { z } from 'zod'

const id = z.string().min(1).max(64)

export const callId = id.brand<'CallId'>()
export const customerId = id.brand<'CustomerId'>()
export const contactPointId = id.brand<'ContactPointId'>()
export const agreementId = id.brand<'AgreementId'>()
export const productId = id.brand<'ProductId'>()
export const caseId = id.brand<'CaseId'>()
export const caseEventId = id.brand<'CaseEventId'>()
export const addressId = id.brand<'AddressId'>()
export const relationId = id.brand<'RelationId'>()
export const territoryId = id.brand<'TerritoryId'>()
export const taskId = id.brand<'TaskId'>()
export const factId = id.brand<'FactId'>()
export const interactionId = id.brand<'InteractionId'>()
export const dispositionId = id.brand<'DispositionId'>()
export const scriptId = id.brand<'ScriptId'>()
export const scriptStepId = id.brand<'ScriptStepId'>()
export const queueId = id.brand<'QueueId'>()

/** One call at the phone, unique in the life of the process and after it (UUIDv7). Not the PBX's id: see `pbxCallId`. */
export type CallId = z.infer<typeof callId>
export type CustomerId = z.infer<typeof customerId>
export type ContactPointId = z.infer<typeof contactPointId>
export type AgreementId = z.infer<typeof agreementId>
export type ProductId = z.infer<typeof productId>
export type CaseId = z.infer<typeof caseId>
export type CaseEventId = z.infer<typeof caseEventId>
export type AddressId = z.infer<typeof addressId>
export type RelationId = z.infer<typeof relationId>
export type TerritoryId = z.infer<typeof territoryId>
export type TaskId = z.infer<typeof taskId>
export type FactId = z.infer<typeof factId>
export type InteractionId = z.infer<typeof interactionId>
export type DispositionId = z.infer<typeof dispositionId>
export type ScriptId = z.infer<typeof scriptId>
export type ScriptStepId = z.infer<typeof scriptStepId>
export type QueueId = z.infer<typeof queueId>

/** Milliseconds since 1970-01-01 UTC, from the wall clock: for showing and storing, never for durations. */
export const epochMs = z.number().int()
