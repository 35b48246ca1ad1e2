import { expect, it } from 'vitest'
import type { CreateOf } from '#shared/entities/change.ts'
import { applied, asRow, copiedCopy, feedPage, pushedAnswer } from '../testing/copy-pages.ts'

const caseOf = (number: string): CreateOf<'cases'> => ({
  kind: 'create',
  entity: 'cases',
  id: 'k1',
  fields: {
    customerId: 'c1',
    interactionId: null,
    number,
    title: 'No connection',
    status: 'open',
    priority: 'normal',
    owner: null,
    openedAtMs: 1,
    dueAtMs: null,
    closedAtMs: null,
  },
})
const relation: CreateOf<'relations'> = {
  kind: 'create',
  entity: 'relations',
  id: 'r1',
  fields: { customerId: 'c1', otherCustomerId: 'c2', kind: 'spouse', note: null },
}
const comment: CreateOf<'case_events'> = {
  kind: 'create',
  entity: 'case_events',
  id: 'e1',
  fields: { caseId: 'k1', kind: 'comment', detail: 'Called', by: null, atMs: 2 },
}

it('a page tells both customers of a relation, and the customer of a case that something happened to', () => {
  const copy = copiedCopy([asRow(caseOf('7'), 5)])
  const told = (rows: Parameters<typeof asRow>[0][]) =>
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: rows.map((row) => asRow(row, 6)) }) }).customers
  expect(told([relation]).toSorted()).toEqual(['c1', 'c2'])
  expect(told([comment])).toEqual(['c1'])
})

it('SYNC-4: the number that the server gave takes the place of the one that was made here', () => {
  const copy = copiedCopy()
  copy.write([caseOf('10001')])
  copy.value({ kind: 'nextPush' })
  copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(8) }) })
  expect(copy.row('cases', 'k1')?.number).toBe('10001')
  copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(caseOf('20017'), 8)], appliedSeq: 1 }) })
  expect(copy.row('cases', 'k1')?.number).toBe('20017')
})
