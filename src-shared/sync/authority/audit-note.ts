import type { PushRequest } from '../protocol.ts'
import type { Decision } from './decide.ts'
import type { Reading } from './read-mutation.ts'

/** What the audit log is told of one mutation: ids and names of fields, no values. */
export interface AuditNote {
  readonly kind: 'read' | 'change' | 'refusal'
  readonly actor: string
  readonly device: string
  readonly entity: string | null
  readonly row: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly atMs: number
}

/** `reading` is what was made of the mutation before it was decided; without one nothing of it can be told but its number. */
export function auditNote(
  who: { readonly userId: string; readonly device: string; readonly nowMs: number },
  mutation: PushRequest['mutations'][number],
  reading: Reading,
  decision: Decision,
): AuditNote {
  const told = { actor: who.userId, device: who.device, atMs: who.nowMs }
  const known = reading.kind === 'mutation' ? reading.mutation : undefined
  const about = { entity: known?.entity ?? null, row: known?.row ?? null }
  if (decision.kind !== 'applied') {
    const field = 'field' in decision && decision.field !== undefined ? { field: decision.field } : {}
    return {
      ...told,
      ...about,
      kind: 'refusal',
      detail: { seq: mutation.seq, outcome: decision.kind, reason: decision.reason, ...field },
    }
  }
  const fields = known?.fields ?? {}
  if (known?.entity === 'card_reads') {
    const detail = { interactionId: fields.interactionId ?? null, readAtMs: fields.atMs }
    return { ...told, kind: 'read', entity: 'customers', row: String(fields.customerId), detail }
  }
  const detail = { seq: mutation.seq, kind: known?.kind, fields: Object.keys(fields), conflicts: decision.conflicts }
  return { ...told, ...about, kind: 'change', detail }
}
