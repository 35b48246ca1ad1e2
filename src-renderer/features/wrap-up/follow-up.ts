import type { CommandInput } from '#shared/contract/commands.ts'
import type { CaseRecord } from '#shared/domain/customer/customer.ts'
import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'

/** A follow-up as it is being written. */
export type FollowUpDraft =
  | { readonly kind: 'case'; readonly title: string; readonly priority: CaseRecord['priority'] }
  | { readonly kind: 'callback'; readonly title: string; readonly number: string; readonly dueAtMs: number | undefined }
  | { readonly kind: 'task'; readonly title: string; readonly dueAtMs: number | undefined }

export type FollowUpKind = FollowUpDraft['kind']

/** What stands in the form when it opens. */
export interface FollowUpStart {
  readonly title: string
  /** As it is shown. */
  readonly number: string
  readonly callbackAtMs: number | undefined
}

export function startFollowUp(kind: FollowUpKind, start: FollowUpStart): FollowUpDraft {
  switch (kind) {
    case 'case':
      return { kind, title: '', priority: 'normal' }
    case 'callback':
      return { kind, title: start.title, number: start.number, dueAtMs: start.callbackAtMs }
    case 'task':
      return { kind, title: '', dueAtMs: undefined }
  }
}

export type FollowUpCommand =
  | { readonly name: 'cases.create'; readonly input: CommandInput<'cases.create'> }
  | { readonly name: 'tasks.create'; readonly input: CommandInput<'tasks.create'> }

/** What to ask for, or nothing while something is missing: a title, or the customer whom a case must belong to. */
export function followUpCommand(
  draft: FollowUpDraft,
  owner: { readonly interactionId: InteractionId; readonly customerId: CustomerId | undefined },
): FollowUpCommand | undefined {
  const title = draft.title.trim()
  const { interactionId, customerId } = owner
  if (!title) return undefined
  if (draft.kind === 'case') {
    if (!customerId) return undefined
    return { name: 'cases.create', input: { customerId, interactionId, title, priority: draft.priority } }
  }
  const common = {
    kind: draft.kind,
    title,
    interactionId,
    ...(customerId ? { customerId } : {}),
    ...(draft.dueAtMs === undefined ? {} : { dueAtMs: draft.dueAtMs }),
  }
  const number = draft.kind === 'callback' ? draft.number.trim() : ''
  return { name: 'tasks.create', input: number ? { ...common, number } : common }
}
