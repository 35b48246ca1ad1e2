import { describe, expect, it } from 'vitest'
import type { Change, CreateOf } from '#shared/entities/change.ts'
import { type Breaking, breaking } from '../testing/broken-statements.ts'
import type { CopyInPlace } from '../testing/copy-in-place.ts'
import {
  applied,
  asRow,
  bytesOf,
  copyAll,
  copyLine,
  far,
  feedPage,
  home,
  me,
  newCopy,
  pushedAnswer,
} from '../testing/copy-pages.ts'
import { id, interaction, plainRows } from '../testing/plain-rows.ts'

const rows = [...plainRows({ customers: 3, interactionsPerCustomer: 1, seed: 1, nowMs: 1 })].map((row) => asRow(row, 5))
const [customer] = rows as [(typeof rows)[0]]
const lastCustomer = rows.findLast(({ entity }) => entity === 'customers')!
const city = (value: string): Change => ({ kind: 'patch', entity: 'customers', id: customer.id, fields: { city: value } })
const call = interaction(id('f', 900), customer.id, null, 1) as CreateOf<'interactions'>

/** A copy with work on its hands: a change that was sent, one that waits, one that was refused. */
function busyCopy(): { readonly copy: CopyInPlace; readonly disk: Breaking } {
  let disk: Breaking | undefined
  const wrap = (database: Parameters<typeof breaking>[0]) => {
    disk = breaking(database)
    return disk.database
  }
  const copy = newCopy({ wrap })
  copyAll(copy, { [home]: rows, [far]: [{ ...customer, id: id('a', 900) }] })
  copy.write([call])
  copy.value({ kind: 'nextPush' })
  copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: { kind: 'refused', reason: 'no-right' } }) })
  copy.write([city('Одеса')])
  copy.value({ kind: 'nextPush' })
  copy.write([{ ...call, id: id('f', 901) }])
  return { copy, disk: disk! }
}

/** Everything that the database holds, by table; without ids that are made anew at each try. */
function contents(copy: CopyInPlace): Record<string, string> {
  const tables = copy.database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'name_search%' ORDER BY name`)
    .pluck()
    .all()
  const rowsOf = (sql: string) =>
    JSON.stringify(copy.database.prepare(sql).all()).replaceAll(/01990000-0009-[0-9a-f-]*|(?<=device-1_)[0-9a-f]{12}/g, 'new')
  const all = tables.map((name) => [name, rowsOf(`SELECT * FROM "${name}"`)])
  return Object.fromEntries([...all, ['names', rowsOf('SELECT rowid FROM name_search ORDER BY rowid')]])
}

const both = [home, far]
const flows: Record<string, (copy: CopyInPlace) => void> = {
  'a write': (copy) => {
    const removed = { kind: 'delete', entity: 'customers', id: lastCustomer.id } as const
    if (copy.write([city('Київ'), { ...call, id: id('f', 902) }, removed])) throw new Error('It was refused')
  },
  'handing out': (copy) => void copy.value({ kind: 'nextPush' }),
  'an answer to a push': (copy) => copy.value({ kind: 'pushed', bytes: pushedAnswer({ 2: applied(9) }) }),
  'a push that must begin earlier': (copy) =>
    copy.value({ kind: 'pushed', bytes: bytesOf({ kind: 'expected', epoch: 'epoch-2', serverMs: 1, seq: 1 }) }),
  'a new name': (copy) =>
    copy.value({ kind: 'pushed', bytes: bytesOf({ kind: 'expected', epoch: 'epoch-2', serverMs: 1, seq: 99 }) }),
  'a page': (copy) => {
    const page = { rows: [{ ...customer, rev: 9 }], gone: [{ entity: 'customers' as const, id: lastCustomer.id, rev: 10 }] }
    copy.value({ kind: 'pulled', bytes: feedPage({ ...page, appliedSeq: 2, territories: both, cursor: 'next', serverMs: 1e9 }) })
  },
  'the word to copy anew': (copy) =>
    void copy.value({ kind: 'pulled', bytes: bytesOf({ kind: 'copy-anew', epoch: 'epoch-2', serverMs: 1 }) }),
  'a line of a copy': (copy) => {
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [...both, 'third'], cursor: 'same' }) })
    copy.value({ kind: 'copied', bytes: copyLine('third', 'customers', [{ ...customer, id: id('a', 901) }], { after: 'x' }) })
  },
  'a purge': (copy) => {
    copy.value({ kind: 'pulled', bytes: feedPage({ territories: [home], cursor: 'purge' }) })
    copy.doChores()
  },
  'sending again': (copy) => {
    const [refused] = copy.value({ kind: 'outgoing', refused: true, limit: 1 })
    if (refused) copy.value({ kind: 'sendAgain', seq: refused.seq, values: {} })
  },
}

describe.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE'])('%s at every statement', (code) => {
  it.each(Object.entries(flows))('of %s leaves all or nothing, and the next try does it', (name, flow) => {
    const whole = busyCopy().copy
    flow(whole)
    const expected = contents(whole)
    const { copy, disk } = busyCopy()
    const before = contents(copy)
    // Flows of one transaction leave nothing; the others go on from where they were.
    const single = name !== 'a line of a copy' && name !== 'a purge'
    let failures = 0
    for (let at = 1; at < 2_000; at++) {
      disk.breakAt(at, code)
      try {
        flow(copy)
      } catch (error) {
        expect(String(error)).toContain('broken on purpose')
      }
      const { broken } = disk
      disk.breakAt(0, '')
      if (!broken) break
      failures++
      if (single) expect(contents(copy)).toEqual(before)
    }
    expect(failures).toBeGreaterThan(0)
    expect(copy.integrity()).toBe('ok')
    expect(contents(copy)).toEqual(expected)
    expect(copy.row('users', me.id)).toBeDefined()
  })
})
