import type { Change } from '#shared/entities/change.ts'
import type { WriteItem } from './writer-wire.ts'

/** Two writes as one, where the second only goes on changing the same row or device value; undefined where not. */
export function merged(first: WriteItem, second: WriteItem): WriteItem | undefined {
  if (first.kind === 'device' || second.kind === 'device') {
    return first.kind === 'device' && second.kind === 'device' && first.key === second.key ? second : undefined
  }
  const [before, after] = [first.changes[0], second.changes[0]]
  if (first.changes.length !== 1 || second.changes.length !== 1 || before?.kind !== 'patch' || after?.kind !== 'patch')
    return undefined
  if (before.entity !== after.entity || before.id !== after.id) return undefined
  return { kind: 'changes', changes: [{ ...after, fields: { ...before.fields, ...after.fields } } as Change] }
}
