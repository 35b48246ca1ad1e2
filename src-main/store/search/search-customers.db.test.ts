import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '#shared/entities/change.ts'
import type { Store } from '#shared/ports/store.ts'
import type { WriteConnection } from '../connection.ts'
import { id, plainRows } from '../testing/plain-rows.ts'
import { tempStore } from '../testing/temp-store.ts'

let temp: Awaited<ReturnType<typeof tempStore>>
let store: Store
let connection: () => WriteConnection

const people = [
  'Олена Ковальчук',
  'Елена Петренко',
  'Andrzej Kowalczuk',
  'Іван Лук’яненко',
  'Олександр Їжакевич',
  'Юлія Семёнова',
  'ТОВ «Світанок-24»',
  'Микола Щербаківський',
]

beforeAll(async () => {
  temp = await tempStore()
  const opened = await temp.openInPlace()
  store = opened.store
  connection = opened.connection
  const rows = [...plainRows({ customers: people.length, interactionsPerCustomer: 0, seed: 1, nowMs: 0 })]
  await store.write(rows.map((row) => named(row)))
})
afterAll(() => temp.dispose())

function named(row: Change): Change {
  if (row.kind !== 'create' || row.entity !== 'customers') return row
  const name = people[Number.parseInt(row.id.slice(-4), 16)]!
  return { ...row, fields: { ...row.fields, name, givenName: null, familyName: null } }
}

const found = (query: string) => store.read.search(query, 10).map((one) => one.name)

describe('search by name', () => {
  it.each([
    ['Олена', ['Олена Ковальчук', 'Елена Петренко']],
    ['елена', ['Елена Петренко', 'Олена Ковальчук']],
    ['Olena Koval', ['Олена Ковальчук']],
    ['Elena', ['Елена Петренко', 'Олена Ковальчук']],
    ['ковальчук олена', ['Олена Ковальчук']],
    ['Kovalchuk', ['Олена Ковальчук', 'Andrzej Kowalczuk']],
    ['андрей', ['Andrzej Kowalczuk']],
    ['лукян', ['Іван Лук’яненко']],
    ['ижак', ['Олександр Їжакевич']],
    ['Alexander', ['Олександр Їжакевич']],
    ['семенова', ['Юлія Семёнова']],
    ['світанок 24', ['ТОВ «Світанок-24»']],
    ['shcherb', ['Микола Щербаківський']],
  ])('%s', (query, expected) => {
    expect(found(query)).toEqual(expected)
  })

  it.each([
    ['Кавальчук', 'Олена Ковальчук'],
    ['Ковльчук', 'Олена Ковальчук'],
    ['Коавльчук', 'Олена Ковальчук'],
    ['Кавал', 'Олена Ковальчук'],
    ['Петреенко', 'Елена Петренко'],
    ['оксандр', undefined],
  ])('forgives a slip in %s', (query, expected) => {
    if (expected) expect(found(query)).toContain(expected)
    else expect(found(query)).toEqual([])
  })

  it('follows a change of the name and a deletion', async () => {
    const customerId = id('a', 3)
    await store.write([{ kind: 'patch', entity: 'customers', id: customerId, fields: { name: 'Іван Дорошенко' } }])
    expect(found('лукян')).toEqual([])
    expect(found('doroshenko')).toEqual(['Іван Дорошенко'])
    await store.write([{ kind: 'delete', entity: 'customers', id: customerId }])
    expect(found('дорошенко')).toEqual([])
    const indexed = connection().prepare('SELECT count(*) FROM name_search WHERE name_search MATCH ?').pluck()
    expect(indexed.get('"dorosenko"')).toBe(0)
    expect(indexed.get('"scerbakivski"')).toBe(1)
  })

  it.each(['" OR *', '*', 'NEAR(a b)', "'; DROP TABLE customers", '(((', '-', ' ', '\u0000', 'a" OR "b', '{}:^', 'AND'])(
    'takes %j as text',
    (query) => {
      expect(() => found(query)).not.toThrow()
      expect(found('Олена')).toHaveLength(2)
    },
  )

  it('bounds a huge query', () => {
    expect(() => found('ко '.repeat(100_000))).not.toThrow()
  })
})

describe('search by number, agreement and e-mail', () => {
  it.each([
    ['+380671000003', 'Олена Ковальчук'],
    ['067 100 00 03', 'Олена Ковальчук'],
    ['(067) 100-00', 'Олена Ковальчук'],
    ['380671000003', 'Олена Ковальчук'],
    ['00380671000003', 'Олена Ковальчук'],
    ['671000003', 'Олена Ковальчук'],
    ['0003', 'Олена Ковальчук'],
    ['UA-0000001', 'Елена Петренко'],
    ['ua-0000001', 'Елена Петренко'],
    ['user1@', 'Елена Петренко'],
    ['USER1', 'Елена Петренко'],
  ])('%s', (query, expected) => {
    expect(found(query)[0]).toBe(expected)
  })

  it('needs four digits for the end of a number', () => {
    expect(found('7922')).toEqual(['Елена Петренко'])
    expect(found('922')).toEqual([])
  })
})
