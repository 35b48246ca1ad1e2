import type { SyncState } from '../../domain/sync/sync-state.ts'
import type { CopyStanding } from '../../ports/local-copy.ts'
import { everyonesTerritory } from '../protocol.ts'
import type { EngineState } from './engine-state.ts'
import type { TroubleKind } from './trouble.ts'

/** Beyond it people must hear of it: times of calls and tasks would be wrong. */
const tolerableSkewMs = 300_000

/** What the badge says of the engine and of what the copy owes. */
export function badge(state: EngineState, standing: CopyStanding): SyncState {
  const problem = problemOf(state)
  // Until the first page nobody knows which territories are still to be copied.
  const copying = standing.cursor === null || standing.confirmedAtMs === null || standing.copies.length > 0
  const held = [state.push.heldUntilMs, state.read.heldUntilMs].filter((ms) => ms !== null)
  return {
    kind: kindOf(state, problem, copying, standing.waiting),
    waiting: standing.waiting,
    refused: standing.refused,
    conflicts: standing.conflicts,
    ...(state.offlineSinceMs === null ? {} : { sinceMs: state.offlineSinceMs }),
    ...(standing.confirmedAtMs === null ? {} : { confirmedAtMs: standing.confirmedAtMs }),
    ...(copying ? { copied: copiedPart(standing) } : {}),
    ...(problem ? { problem } : {}),
    ...(held.length > 0 ? { retryAtMs: Math.min(...held) } : {}),
  }
}

/** 0 to 1. By territories: how large one is, is not known before its copy begins. */
function copiedPart({ copies, copiesComplete }: CopyStanding): number {
  const open = copies.filter(({ territory }) => territory !== everyonesTerritory)
  if (open.length === 0) return 0
  const parts = open.map(({ done, total }) => (total > 0 ? Math.min(1, done / total) : 0))
  return parts.reduce((sum, part) => sum + part, copiesComplete) / (copiesComplete + open.length)
}

function kindOf(state: EngineState, problem: SyncState['problem'], copying: boolean, waiting: number): SyncState['kind'] {
  if (problem && problem !== 'clock') return 'problem'
  if (state.offlineSinceMs !== null) return 'offline'
  if (problem) return 'problem'
  if (copying) return 'copying'
  return waiting > 0 ? 'sending' : 'up-to-date'
}

const problems: Partial<Record<TroubleKind, NonNullable<SyncState['problem']>>> = {
  storage: 'disk',
  'client-too-old': 'app-older',
  'client-too-new': 'server-older',
  unauthenticated: 'signed-out',
  revoked: 'signed-out',
  wipe: 'signed-out',
  malformed: 'server-defect',
  defect: 'server-defect',
}

function problemOf({ push, read, skewMs }: EngineState): SyncState['problem'] {
  for (const { trouble } of [read, push]) {
    const problem = trouble === null ? undefined : problems[trouble]
    if (problem) return problem
  }
  return Math.abs(skewMs) > tolerableSkewMs ? 'clock' : undefined
}
