import { describe, expect, it } from 'vitest'
import { foldWords } from '#shared/domain/search/fold-name.ts'
import type { Change, CreateOf } from '#shared/entities/change.ts'
import { applied, asRow, bytesOf, copiedCopy, feedPage, home, pushedAnswer } from '../testing/copy-pages.ts'
import { id, interaction, plainRows } from '../testing/plain-rows.ts'

const call = (index: number) => id('f', index)
const row = (note: string, rev: number) => asRow(interaction(call(1), null, null, 1, { note }), rev)
const patch = (fields: Record<string, unknown>): Change =>
  ({ kind: 'patch', entity: 'interactions', id: call(1), fields }) as Change
const [customer] = [...plainRows({ customers: 1, interactionsPerCustomer: 0, seed: 1, nowMs: 1 })] as [CreateOf<'customers'>]
const loyalty = (loyaltyPoints: number): Change => ({
  kind: 'patch',
  entity: 'customers',
  id: customer.id,
  fields: { loyaltyPoints },
})

function shown(copy: ReturnType<typeof copiedCopy>) {
  return copy.row('interactions', call(1))?.note
}
const pulled = (copy: ReturnType<typeof copiedCopy>, page: Parameters<typeof feedPage>[0]) =>
  copy.value({ kind: 'pulled', bytes: feedPage(page) })
const answered = (copy: ReturnType<typeof copiedCopy>, answers: Parameters<typeof pushedAnswer>[0]) => {
  copy.value({ kind: 'nextPush' })
  copy.value({ kind: 'pushed', bytes: pushedAnswer(answers) })
}

describe('SYNC-8: own writes never flicker', () => {
  it('a page that does not know of them yet leaves them standing', () => {
    const copy = copiedCopy([row('a', 5)])
    copy.write([patch({ subject: 'моє' })])
    pulled(copy, { rows: [{ ...row('b', 6), fields: { ...row('b', 6).fields, subject: 'чуже' } }] })
    expect(copy.row('interactions', call(1))).toMatchObject({ note: 'b', subject: 'моє' })
  })

  it('from the write to the row that comes back, whichever of answer and page is first', () => {
    for (const order of ['answer', 'page']) {
      const copy = copiedCopy([row('a', 5)])
      copy.write([patch({ note: 'a\nb' })])
      const seen = [shown(copy)]
      copy.value({ kind: 'nextPush' })
      if (order === 'page') pulled(copy, { rows: [row('a\nb', 6)] })
      seen.push(shown(copy))
      answered(copy, { 1: applied(6) })
      seen.push(shown(copy))
      if (order === 'answer') pulled(copy, { rows: [row('a\nb', 6)], appliedSeq: 1 })
      expect(seen.concat(shown(copy))).toEqual(Array.from({ length: 4 }, () => 'a\nb'))
      expect(copy.database.prepare('SELECT count(*) FROM shadow').pluck().get()).toBe(0)
    }
  })

  it('adds a difference once, when the page already has it', () => {
    const copy = copiedCopy([asRow(customer, 5, { loyaltyPoints: 10 })])
    copy.write([loyalty(15)])
    pulled(copy, { rows: [asRow(customer, 6, { loyaltyPoints: 12 })] })
    expect(copy.row('customers', customer.id)?.loyaltyPoints).toBe(17)
    copy.value({ kind: 'nextPush' })
    pulled(copy, { rows: [asRow(customer, 7, { loyaltyPoints: 17 })], appliedSeq: 1 })
    expect(copy.row('customers', customer.id)?.loyaltyPoints).toBe(17)
  })

  it('joins what is typed here to what came from elsewhere', () => {
    const copy = copiedCopy([row('було', 5)])
    copy.write([patch({ note: 'було\nмоє' })])
    pulled(copy, { rows: [row('було\nчуже', 6)] })
    expect(shown(copy)).toBe('було\nмоє\nчуже')
  })
})

describe('SYNC-5: an edit beats a delete', () => {
  it('keeps the row shown until the edit is answered', () => {
    const copy = copiedCopy([row('a', 5)])
    copy.write([patch({ note: 'b' })])
    pulled(copy, { gone: [{ entity: 'interactions', id: call(1), rev: 6 }] })
    expect(shown(copy)).toBe('b')
    answered(copy, { 1: applied(7) })
    expect(shown(copy)).toBe('b')
    pulled(copy, { rows: [row('b', 7)], appliedSeq: 1 })
    expect(shown(copy)).toBe('b')
  })

  it('lets the row go when the edit is refused', () => {
    const copy = copiedCopy([row('a', 5)])
    copy.write([patch({ note: 'b' })])
    pulled(copy, { gone: [{ entity: 'interactions', id: call(1), rev: 6 }] })
    answered(copy, { 1: { kind: 'refused', reason: 'row-missing' } })
    expect(shown(copy)).toBeUndefined()
    expect(copy.standing).toMatchObject({ waiting: 0, refused: 1 })
  })

  it('brings a row back whose delete lost', () => {
    const copy = copiedCopy([row('a', 5)])
    copy.write([{ kind: 'delete', entity: 'interactions', id: call(1) }])
    pulled(copy, { rows: [row('змінено', 6)] })
    expect(shown(copy)).toBeUndefined()
    answered(copy, { 1: applied(6, 1) })
    expect(shown(copy)).toBe('змінено')
  })
})

describe('SYNC-9: a refused change', () => {
  it('is taken back, keeps its text, and blocks none of the others', () => {
    const copy = copiedCopy([row('a', 5)])
    copy.write([patch({ note: 'a\nважливе' })])
    copy.write([interaction(call(2), null, null, 2)])
    answered(copy, { 1: { kind: 'refused', reason: 'no-right' }, 2: applied(8) })
    expect(shown(copy)).toBe('a')
    expect(copy.standing).toMatchObject({ waiting: 0, refused: 1 })
    const [change] = copy.value({ kind: 'outgoing', refused: true, limit: 10 })
    expect(change).toMatchObject({ reason: 'no-right', values: [{ field: 'note', value: 'a\nважливе' }] })
  })
})

describe('SYNC-7: a page', () => {
  it('that breaks in the middle leaves neither rows nor cursor', () => {
    const copy = copiedCopy([row('a', 5)])
    const before = copy.standing.cursor
    const bad = bytesOf({ ...JSON.parse(Buffer.from(feedPage({ rows: [row('b', 6)] })).toString()), gone: [{ entity: 1 }] })
    expect(copy.call({ kind: 'pulled', bytes: bad })).toMatchObject({ kind: 'failed', failure: { kind: 'server-not-dzvin' } })
    expect([shown(copy), copy.standing.cursor]).toEqual(['a', before])
    for (const bytes of [new Uint8Array(), bytesOf(null), bytesOf({ kind: 'page' }), new Uint8Array([0xff, 0xfe])]) {
      expect(copy.call({ kind: 'pulled', bytes }).kind).toBe('failed')
    }
  })

  it('leaves out rows that cannot be stored and names that are not known, and takes the rest', () => {
    const copy = copiedCopy()
    const strange = { entity: 'pigeons', id: 'p', rev: 6, fields: {} } as never
    const broken = { ...row('x', 6), id: call(9), fields: { ...row('x', 6).fields, startedAtMs: 'gestern' } }
    pulled(copy, { rows: [strange, broken, row('добре', 6)], cursor: 'next' })
    expect([shown(copy), copy.row('interactions', call(9)), copy.standing.cursor]).toEqual(['добре', undefined, 'next'])
  })

  it('that is older than what is here changes nothing', () => {
    const copy = copiedCopy([row('a', 5)])
    pulled(copy, { rows: [row('c', 7)] })
    pulled(copy, { rows: [row('b', 6)] })
    expect(shown(copy)).toBe('c')
  })

  it('tells what it changed, and keeps names and numbers of rows in step', () => {
    const copy = copiedCopy()
    const applied = pulled(copy, { rows: [asRow(customer, 5), row('a', 6)], more: true })
    expect(applied).toEqual({ customers: [customer.id], interactions: [call(1)], catalogue: false, more: true })
    const found = () =>
      copy.database
        .prepare(`SELECT count(*) FROM name_search('${foldWords('Катерина')[0]}')`)
        .pluck()
        .get()
    const rows = () => copy.database.prepare(`SELECT rows FROM row_counts WHERE entity = 'customers'`).pluck().get()
    expect(rows()).toBe(1)
    pulled(copy, { rows: [asRow(customer, 7, { givenName: 'Катерина' })] })
    expect([found(), rows()]).toEqual([1, 1])
    pulled(copy, { gone: [{ entity: 'customers', id: customer.id, rev: 8 }] })
    expect([found(), rows()]).toEqual([0, 0])
    expect(copy.integrity()).toBe('ok')
  })

  it('confirms the copy when nothing more is to come', () => {
    const copy = copiedCopy()
    pulled(copy, { serverMs: 7_000, more: true })
    expect(copy.standing.confirmedAtMs).toBe(1_000)
    pulled(copy, { serverMs: 8_000, territories: [home] })
    expect(copy.standing.confirmedAtMs).toBe(8_000)
  })
})
