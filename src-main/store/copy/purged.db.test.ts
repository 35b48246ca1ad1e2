import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foldWords } from '#shared/domain/search/fold-name.ts'
import {
  applied,
  asRow,
  copiedCopy,
  copyAll,
  far,
  feedPage,
  home,
  newCopy,
  pushedAnswer,
  type RowOnWire,
} from '../testing/copy-pages.ts'
import { id, interaction, plainRows } from '../testing/plain-rows.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dzvin-purge-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Every text of the far territory has this in it. */
const secret = 'Zhovtobryukh'
const secretNumber = '+380449998877'

function territory(kind: string, customers: number, marked: boolean): RowOnWire[] {
  return [...plainRows({ customers, interactionsPerCustomer: 6, seed: 3, nowMs: 1 })].map((create) => {
    const at = kind + create.id.slice(1)
    const fields = JSON.parse(JSON.stringify(create.fields)) as Record<string, unknown>
    if (typeof fields.customerId === 'string') fields.customerId = kind + fields.customerId.slice(1)
    if (marked) {
      for (const field of ['note', 'subject', 'title', 'address', 'name', 'familyName']) {
        if (typeof fields[field] === 'string') fields[field] = `${secret} ${fields[field]}`
      }
      if (fields.kind === 'phone') fields.value = secretNumber
    }
    return { entity: create.entity, id: at, rev: 5, fields }
  })
}
const ownRow = asRow(interaction(id('7', 1), null, null, 1, { note: secret }), 5)

function bytesLeft(words: readonly string[]): string[] {
  const found: string[] = []
  for (const name of readdirSync(dir)) {
    const bytes = readFileSync(join(dir, name))
    for (const word of words) if (bytes.includes(word)) found.push(`${word} in ${name}`)
  }
  return found
}
const words = [secret, secretNumber, secretNumber.split('').reverse().join('').slice(0, 9), foldWords(secret)[0]!.slice(0, 6)]
const total = (copy: ReturnType<typeof newCopy>) => [...copy.rows()].length

describe('SYNC-10: a territory that is taken away', () => {
  it('leaves no byte in the files, and nothing of the others is touched', () => {
    const copy = newCopy({ path: join(dir, 'copy.db') })
    copyAll(copy, { [home]: territory('1', 60, false), [far]: [...territory('2', 60, true), ownRow] })
    copy.database.exec('ANALYZE')
    // Made larger and smaller before, as a life with it would have done.
    for (let rev = 6; rev < 20; rev++) {
      const rows = territory('2', 60, true).map((row) => ({ ...row, rev, territory: far }))
      const grown = rows.map((row) =>
        'note' in row.fields ? { ...row, fields: { ...row.fields, note: secret.repeat(rev * 9) } } : row,
      )
      copy.value({ kind: 'pulled', bytes: feedPage({ rows: grown, territories: [home, far] }) })
    }
    expect(bytesLeft(words).length).toBeGreaterThan(3)
    const others = total(copy)
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home] }) })
    copy.doChores()
    expect(bytesLeft(words)).toEqual([])
    expect(total(copy)).toBe(others - territory('2', 60, true).length - 1)
    expect(copy.database.prepare('SELECT count(*) FROM name_search').pluck().get()).toBe(60)
    expect(copy.integrity()).toBe('ok')
    copy.close()
    expect(bytesLeft(words)).toEqual([])
  })

  it('stays until its pending changes were sent, and what was sent of it goes too', () => {
    const copy = newCopy({ path: join(dir, 'copy.db') })
    const rows = territory('2', 3, true)
    copyAll(copy, { [home]: [], [far]: rows })
    const customer = rows[0]!
    copy.write([{ kind: 'patch', entity: 'customers', id: customer.id, fields: { city: `${secret} місто` } }])
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home] }) })
    copy.doChores()
    expect(copy.row('customers', customer.id)?.city).toContain(secret)
    copy.value({ kind: 'nextPush' })
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: { kind: 'quarantined', reason: 'territory-lost' } }) })
    copy.doChores()
    expect(copy.row('customers', customer.id)).toBeUndefined()
    expect(bytesLeft(words)).toEqual([])
  })

  it('SYNC-8 shows what was typed there until it goes: the feed brings none of its rows', () => {
    const copy = newCopy()
    const rows = territory('2', 1, true)
    copyAll(copy, { [home]: [], [far]: rows })
    const customer = rows[0]!
    const typed = (name: string) => copy.write([{ kind: 'patch', entity: 'customers', id: customer.id, fields: { city: name } }])
    typed('місто')
    copy.value({ kind: 'nextPush' })
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: { kind: 'applied', rev: 9, conflicts: 0 } }) })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home], appliedSeq: 1 }) })
    expect(copy.row('customers', customer.id)?.city).toBe('місто')
    copy.doChores()
    expect(copy.row('customers', customer.id)).toBeUndefined()
  })

  it('and comes again is copied from its start', () => {
    const copy = newCopy()
    copyAll(copy, { [home]: [], [far]: territory('2', 3, true) })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home] }) })
    copy.doChores(1)
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far] }) })
    expect(copy.value({ kind: 'nextCopy' })).toBeUndefined()
    copy.doChores()
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home, far] }) })
    expect(copy.value({ kind: 'nextCopy' })).toMatchObject({ territory: far, after: null })
  })

  it('goes on after a crash between its parts', () => {
    const path = join(dir, 'copy.db')
    const first = newCopy({ path })
    copyAll(first, { [home]: [], [far]: territory('2', 300, true) })
    first.value({ kind: 'pulled', bytes: feedPage({ territories: [home] }) })
    expect(first.doChores(5)).toBe(5)
    first.close()
    const again = newCopy({ path })
    again.doChores()
    expect(total(again)).toBe(1)
    expect(bytesLeft(words)).toEqual([])
  })

  it('takes with it what was made here and never came back by the feed', () => {
    const copy = copiedCopy([], { path: join(dir, 'copy.db') })
    copy.write([interaction(id('7', 2), null, null, 1, { note: secret })])
    copy.value({ kind: 'nextPush' })
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(9) }) })
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [far] }) })
    copy.doChores()
    expect(bytesLeft(words)).toEqual([])
  })
})
