import type { Log } from '#shared/ports/log.ts'
import { applyPush, type Pushed } from '#shared/sync/authority/apply-push.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { PushAnswer, PushRequest } from '#shared/sync/protocol.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { type Database, DatabaseUnavailable, type Queries } from '../store/database.ts'
import { openAuthority } from './database-authority.ts'

export interface PushDeps {
  readonly database: Database
  readonly audit: AuditLog
  readonly nowMs: () => number
  readonly ids: { next(): string }
  readonly log: Log
}

/** Serialization failures and deadlocks: the other went first, so another try may well succeed. */
const again = new Set(['40001', '40P01'])
const tries = 5

/**
 * Applies a batch, in one transaction as long as the database takes it. Where it refuses something that we let through, the
 * batch is halved until the one mutation is found; that is refused and the others are taken (SYNC-9). Rejects with
 * `DatabaseUnavailable`; whatever was taken before that is answered by its repeat.
 */
export async function push(deps: PushDeps, principal: Principal, request: PushRequest): Promise<Pushed> {
  try {
    return await inTransaction(deps, principal, request, new Set())
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable) throw cause
    const [only, ...others] = request.mutations
    if (!only) throw cause
    if (others.length === 0) {
      deps.log.error('The database refused a mutation', { device: request.device, seq: only.seq, cause: String(cause) })
      return inTransaction(deps, principal, request, new Set([only.seq]))
    }
    const ordered = [...request.mutations].sort((a, b) => a.seq - b.seq)
    const half = Math.ceil(ordered.length / 2)
    const first = await push(deps, principal, { ...request, mutations: ordered.slice(0, half) })
    if (first.answer.kind !== 'pushed') return first
    const second = await push(deps, principal, { ...request, mutations: ordered.slice(half) })
    return { answer: joined(first.answer, second.answer), audit: [], territories: [...first.territories, ...second.territories] }
  }
}

/** A gap between the halves is met again by the device's next batch. */
function joined(first: Extract<PushAnswer, { kind: 'pushed' }>, second: PushAnswer): PushAnswer {
  if (second.kind === 'expected') return first
  return second.kind === 'pushed' ? { ...second, answers: [...first.answers, ...second.answers] } : second
}

async function inTransaction(
  deps: PushDeps,
  principal: Principal,
  request: PushRequest,
  poison: ReadonlySet<number>,
): Promise<Pushed> {
  return retried(deps.database, async (queries) => {
    const nowMs = deps.nowMs()
    const store = await openAuthority(queries, { nowMs, ids: deps.ids })
    const pushed = await applyPush(store, principal, request, {
      nowMs,
      ids: deps.ids,
      poison,
      onDefect: (cause, seq) =>
        deps.log.error('A mutation could not be judged', { device: request.device, seq, cause: String(cause) }),
    })
    await deps.audit.append(queries, pushed.audit)
    return pushed
  })
}

/** One transaction, again when another went first. Rejects with `DatabaseUnavailable` when that goes on for too long. */
export async function retried<T>(database: Database, work: (queries: Queries) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(work)
    } catch (thrown) {
      if (!isCrossed(thrown)) throw thrown
      if (attempt === tries) throw new DatabaseUnavailable('Other transactions went first again and again', { cause: thrown })
    }
  }
}

function isCrossed(thrown: unknown): boolean {
  const cause = thrown instanceof DatabaseUnavailable ? thrown.cause : thrown
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && again.has(cause.code)
}
