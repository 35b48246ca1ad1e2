import { expect, it } from 'vitest'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { settlingChanges } from './settle-conflicts.ts'

const by = { userId: 'me', atMs: 5_000 }
const settled = { status: 'settled', settledBy: 'me', settledAtMs: 5_000 }

function conflict(more: Partial<ConflictRecord> = {}): ConflictRecord {
  return {
    conflictId: 'c1',
    kind: 'value',
    entity: 'customers',
    row: 'row-1',
    field: 'name',
    before: 'Olha',
    kept: { value: 'Olena', by: 'a', atMs: 2, device: 'd' },
    lost: { value: 'Olya', by: 'b', atMs: 1, device: 'e' },
    status: 'open',
    ...more,
  }
}

it('SYNC-5: settles by the value that stands, with no change of the row', () => {
  expect(settlingChanges([conflict()], { kind: 'kept' }, by)).toEqual({
    ok: true,
    value: [{ kind: 'patch', entity: 'conflicts', id: 'c1', fields: settled }],
  })
})

it('SYNC-5: puts the lost value back, or a third one, in the same write', () => {
  const row = { kind: 'patch', entity: 'customers', id: 'row-1' }
  const change = { kind: 'patch', entity: 'conflicts', id: 'c1', fields: settled }
  expect(settlingChanges([conflict()], { kind: 'lost' }, by)).toMatchObject({
    value: [{ ...row, fields: { name: 'Olya' } }, change],
  })
  expect(settlingChanges([conflict()], { kind: 'value', value: 'Olga' }, by)).toMatchObject({
    value: [{ ...row, fields: { name: 'Olga' } }, change],
  })
})

it('puts back what was written last, of several about one field', () => {
  const later = conflict({ conflictId: 'c2', lost: { value: 'Lesia', by: 'c', atMs: 9, device: 'f' } })
  const changes = settlingChanges([later, conflict()], { kind: 'lost' }, by)
  expect(changes.ok && changes.value.filter(({ entity }) => entity === 'customers')).toEqual([
    { kind: 'patch', entity: 'customers', id: 'row-1', fields: { name: 'Lesia' } },
  ])
  expect(changes.ok && changes.value).toHaveLength(3)
})

it('deletes after all what an edit had brought back, when the deletion is chosen', () => {
  const edited = conflict({ kind: 'edit-over-delete', field: '' })
  expect(settlingChanges([edited], { kind: 'lost' }, by)).toMatchObject({
    value: [{ kind: 'delete', entity: 'customers', id: 'row-1' }, { entity: 'conflicts' }],
  })
  expect(settlingChanges([edited], { kind: 'value', value: 'x' }, by)).toMatchObject({ failure: { kind: 'invalid-input' } })
})

it.each([
  ['a value of another type', conflict(), { kind: 'value', value: 7 } as const],
  ['no value', conflict(), { kind: 'value' } as const],
  ['an entity that is none', conflict({ entity: '__proto__' }), { kind: 'lost' } as const],
  ['a field that is none', conflict({ field: 'constructor' }), { kind: 'lost' } as const],
])('refuses %s', (_, record, choice) => {
  expect(settlingChanges([record], choice, by)).toMatchObject({ failure: { kind: 'invalid-input' } })
})
