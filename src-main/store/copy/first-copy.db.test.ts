import { describe, expect, it } from 'vitest'
import {
  asRow,
  bytesOf,
  copiedCopy,
  copyAll,
  copyLine,
  far,
  feedPage,
  home,
  me,
  newCopy,
  type RowOnWire,
} from '../testing/copy-pages.ts'
import { id, interaction, plainRows } from '../testing/plain-rows.ts'

const rows: RowOnWire[] = [...plainRows({ customers: 5, interactionsPerCustomer: 2, seed: 1, nowMs: 1 })].map((row) =>
  asRow(row, 5),
)
const customers = rows.filter(({ entity }) => entity === 'customers')
const count = (copy: ReturnType<typeof newCopy>, table: string) =>
  copy.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('SYNC-11: the first copy', () => {
  it('asks for everybody’s rows first, then for each territory, and goes on where it broke', () => {
    const copy = newCopy()
    expect(copy.value({ kind: 'nextCopy' })).toMatchObject({ territory: '*', after: null })
    expect(copy.standing.cursor).toBeNull()
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me]) })
    expect(copy.value({ kind: 'nextPull' })).toMatchObject({ cursor: 'horizon' })
    expect(copy.value({ kind: 'nextCopy' })).toBeUndefined()
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far] }) })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', customers, { after: 'here', total: 9 }) })
    expect(copy.value({ kind: 'nextCopy' })).toMatchObject({ territory: home, after: 'here' })
    expect(copy.standing.copies).toEqual([
      { territory: home, after: 'here', done: 5, total: 9 },
      { territory: far, after: null, done: 0, total: 0 },
    ])
  })

  it('knows how many territories of one run are complete, and nothing of them in the next run', () => {
    const copy = newCopy()
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me]) })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far] }) })
    expect(copy.standing).toMatchObject({ copiesComplete: 0, copies: [{ territory: home }, { territory: far }] })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', customers) })
    expect(copy.standing).toMatchObject({ copiesComplete: 1, copies: [{ territory: far }] })
    copy.value({ kind: 'copied', bytes: copyLine(far, 'customers', [{ ...customers[0]!, id: id('a', 900) }]) })
    expect(copy.standing).toMatchObject({ copiesComplete: 0, copies: [] })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far, 'third'] }) })
    expect(copy.standing).toMatchObject({ copiesComplete: 0, copies: [{ territory: 'third' }] })
  })

  it.each([
    ['epoch', { epoch: 'epoch-2' }],
    ['sight', { sight: 'another' }],
  ])('SYNC-10 begins anew, and with the first of its rows, when a line is of another %s', (_, other) => {
    const copy = newCopy()
    copyAll(copy, { [home]: rows, [far]: [{ ...customers[0]!, id: id('a', 900) }] })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far, 'third'] }) })
    const third = [1, 2].map((at) => ({ ...customers[0]!, id: id('a', 910 + at) }))
    const line = (at: number, after: string | null) => copyLine('third', 'customers', [third[at]!], { ...other, after })
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: line(0, 'second') })
    copy.value({ kind: 'copied', bytes: line(1, null) })
    expect(copy.standing.cursor).toBeNull()
    expect(copy.value({ kind: 'nextCopy' })).toMatchObject({ territory: '*', after: null })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me], other) })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far, 'third'], ...other }) })
    for (const [territory, left] of [
      [home, customers.slice(1)],
      [far, []],
      ['third', third],
    ] as const)
      copy.value({ kind: 'copied', bytes: copyLine(territory, 'customers', left, other) })
    copy.doChores()
    const ids = copy.database.prepare('SELECT id FROM customers ORDER BY id').pluck().all()
    expect(ids).toEqual([...customers.slice(1), ...third].map((row) => row.id))
    expect(count(copy, 'interactions')).toBe(0)
    expect(copy.standing.copies).toEqual([])
  })

  it('can be searched while it comes', () => {
    const copy = newCopy()
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me]) })
    copy.value({ kind: 'pulled', bytes: feedPage() })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', customers, { after: 'here' }) })
    expect(count(copy, 'name_search')).toBe(5)
  })

  it('indexes the names of a large one when its rows are in', () => {
    const copy = newCopy()
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me]) })
    copy.value({ kind: 'pulled', bytes: feedPage() })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', customers, { after: 'here', total: 100_000 }) })
    copy.doChores()
    expect(count(copy, 'name_search')).toBe(0)
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', []) })
    copy.doChores()
    expect(count(copy, 'name_search')).toBe(5)
  })

  it('leaves pending changes on top of the rows that it brings, and a local delete in force', () => {
    const copy = copiedCopy(rows)
    const [first, second] = customers
    copy.write([{ kind: 'patch', entity: 'customers', id: first!.id, fields: { city: 'Одеса' } }])
    copy.write([{ kind: 'delete', entity: 'customers', id: second!.id }])
    copy.value({ kind: 'pulled', bytes: bytesOf({ kind: 'copy-anew', epoch: 'epoch-1', serverMs: 1 }) })
    copyAll(copy, { [home]: rows })
    expect(copy.row('customers', first!.id)?.city).toBe('Одеса')
    expect(copy.row('customers', second!.id)).toBeUndefined()
    expect(copy.standing.waiting).toBe(2)
  })

  it('ignores lines of a territory that was not asked for, or is complete', () => {
    const copy = copiedCopy()
    copy.value({ kind: 'copied', bytes: copyLine(far, 'customers', customers) })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', customers) })
    expect(count(copy, 'customers')).toBe(0)
  })
})

describe('copying anew', () => {
  it('keeps the outbox, removes what does not come again, and takes lower revisions of a new epoch', () => {
    const copy = copiedCopy(rows)
    const kept = interaction(id('f', 900), null, null, 1)
    copy.write([kept])
    copy.write([{ kind: 'patch', entity: 'customers', id: customers[4]!.id, fields: { city: 'Одеса' } }])
    const anew = bytesOf({ kind: 'copy-anew', epoch: 'epoch-2', serverMs: 1 })
    expect(copy.value({ kind: 'pulled', bytes: anew })).toMatchObject({ more: true })
    expect(copy.standing).toMatchObject({ cursor: null, epoch: 'epoch-2', waiting: 2 })
    copyAll(copy, { [home]: customers.slice(0, 3).map((row) => ({ ...row, rev: 2 })) }, 'epoch-2')
    const left = [...copy.rows()].filter(({ entity }) => entity !== 'users').map((row) => row.id)
    // The last has a change that nobody has answered.
    expect(left.sort()).toEqual([customers[0]!.id, customers[1]!.id, customers[2]!.id, customers[4]!.id, kept.id].sort())
    expect([...copy.rows()].find((row) => row.id === customers[0]!.id)?.rev).toBe(2)
    expect(copy.standing.copies).toEqual([])
  })

  it('goes on after a crash between its parts', () => {
    const copy = copiedCopy(rows)
    copy.value({ kind: 'pulled', bytes: bytesOf({ kind: 'copy-anew', epoch: 'epoch-1', serverMs: 1 }) })
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me]) })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'customers', []) })
    expect(copy.doChores(1)).toBe(1)
    expect(copy.doChores()).toBeGreaterThan(5)
    expect([...copy.rows()].map((row) => row.id)).toEqual([me.id])
  })
})
