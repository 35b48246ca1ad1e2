import { applyPush } from '#shared/sync/authority/apply-push.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { Outcome } from '#shared/sync/protocol.ts'
import { openAuthority } from './database-authority.ts'
import { type PushDeps, retried } from './push.ts'
import { decideQuarantined } from './quarantine.ts'

export type Taken =
  | { readonly kind: 'taken'; readonly territories: readonly string[] }
  /** Not there, of another territory, or decided already. */
  | { readonly kind: 'missing' }
  /** Not even by the supervisor's rights; it stays in the quarantine. */
  | { readonly kind: 'refused'; readonly outcome: Outcome }

class Refused extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('The mutation was refused again')
    this.outcome = outcome
  }
}

/** Applies what was kept, in the supervisor's name, on a line of numbers of its own. */
export async function takeQuarantined(deps: PushDeps, principal: Principal, id: string): Promise<Taken> {
  try {
    return await retried(deps.database, async (queries): Promise<Taken> => {
      const nowMs = deps.nowMs()
      const item = await decideQuarantined(queries, principal, id, 'taken', nowMs)
      if (!item) return { kind: 'missing' }
      const mutation = { ...item.mutation, seq: 1, actor: principal.userId }
      const pushed = await applyPush(
        await openAuthority(queries, { nowMs, ids: deps.ids }),
        principal,
        { protocol: 1, device: `quarantine-${id}`.slice(0, 64), mutations: [mutation] },
        {
          nowMs,
          ids: deps.ids,
          onDefect: (cause) => deps.log.error('A quarantined mutation could not be judged', { id, cause: String(cause) }),
        },
      )
      const outcome = pushed.answer.kind === 'pushed' ? pushed.answer.answers[0]?.outcome : undefined
      if (outcome?.kind !== 'applied') throw new Refused(outcome ?? { kind: 'refused', reason: 'server-defect' })
      await deps.audit.append(
        queries,
        pushed.audit.map((note) => ({ ...note, detail: { ...note.detail, quarantined: id, typedBy: item.actor } })),
      )
      return { kind: 'taken', territories: pushed.territories }
    })
  } catch (thrown) {
    if (thrown instanceof Refused) return { kind: 'refused', outcome: thrown.outcome }
    throw thrown
  }
}

export async function discardQuarantined(deps: PushDeps, principal: Principal, id: string): Promise<boolean> {
  return deps.database.transaction(async (queries) => {
    const nowMs = deps.nowMs()
    const item = await decideQuarantined(queries, principal, id, 'discarded', nowMs)
    if (!item) return false
    const { entity, row } = item.mutation
    const told = { actor: principal.userId, device: null, entity, row, atMs: nowMs }
    await deps.audit.append(queries, [{ ...told, kind: 'administration', detail: { discarded: id, typedBy: item.actor } }])
    return true
  })
}
