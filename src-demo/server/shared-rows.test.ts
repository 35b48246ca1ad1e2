import { describe, expect, it } from 'vitest'
import type { CreateOf } from '#shared/entities/change.ts'
import type { Column } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { demoPeople, peopleRows } from './people.ts'
import { placeRows, territoryIds } from './places.ts'
import { generateSharedRows, type PlacedRow, sampleRows } from './shared-rows.ts'

const options = { customers: 2_000, interactionsPerCustomer: 6, seed: 7, nowMs: Date.UTC(2026, 10, 21, 12) }

describe('the demo data of a server', () => {
  const shared = [...generateSharedRows(options)]
  const first = shared.find(({ row }) => row.entity === 'customers')!.row as CreateOf<'customers'>
  const everyones = [...placeRows(), ...peopleRows()].map((row): PlacedRow => ({ row, territory: null }))
  const all = [...everyones, ...shared, ...sampleRows(first, options.nowMs)]
  const of = <N extends EntityName>(name: N) =>
    all.filter(({ row }) => row.entity === name) as { row: CreateOf<N>; territory: string | null }[]

  it('has rows of every entity that leaves the server', () => {
    const empty = (Object.keys(entities) as EntityName[]).filter((name) => of(name).length === 0)
    expect(empty).toEqual(['card_reads'])
  })

  it('fills every column with what its schema allows, and gives each row an id of its own', () => {
    const wrong = all.flatMap(({ row }) => {
      const columns: Record<string, Column> = entities[row.entity].columns
      const fields: Record<string, unknown> = { ...row.fields }
      const bad = Object.keys({ ...columns, ...fields }).filter((name) => !columns[name]?.schema.safeParse(fields[name]).success)
      return bad.map((name) => `${row.entity}.${name}: ${JSON.stringify(fields[name])}`)
    })
    expect(wrong).toEqual([])
    expect(new Set(all.map(({ row }) => `${row.entity} ${row.id}`)).size).toBe(all.length)
  })

  it('puts each row where its customer is, and what has no customer where everybody sees it', () => {
    const territories = new Map(of('customers').map(({ row, territory }) => [row.id as string, territory]))
    for (const { row, territory } of of('customers')) expect(row.fields.territoryId).toBe(territory)
    for (const { row, territory } of all) {
      if ('customerId' in row.fields) expect(territory, row.entity).toBe(territories.get(row.fields.customerId!))
      else if (entities[row.entity].access.within.kind === 'everyone') expect(territory, row.entity).toBeNull()
    }
    for (const id of territoryIds) expect([...territories.values()].filter((at) => at === id).length).toBeGreaterThan(300)
  })

  it('relates only those who share a number and a territory', () => {
    const primary = new Map(
      of('contact_points').flatMap(({ row: { fields } }) => (fields.primary ? [[fields.customerId, fields.value] as const] : [])),
    )
    expect(of('relations').length).toBeGreaterThan(10)
    for (const { row } of of('relations'))
      expect(primary.get(row.fields.customerId)).toBe(primary.get(row.fields.otherCustomerId))
  })

  it('remembers a shared number of its first owner alone', () => {
    const owners = new Map<string, string>()
    for (const { row } of of('contact_points'))
      if (row.fields.primary && !owners.has(row.fields.value)) owners.set(row.fields.value, row.fields.customerId)
    expect(of('number_memory').length).toBeGreaterThan(40)
    for (const { row } of of('number_memory')) expect(owners.get(row.id)).toBe(row.fields.customerId)
  })

  it('is the same for the same seed', () => {
    const few = { ...options, customers: 30 }
    expect([...generateSharedRows(few)]).toEqual([...generateSharedRows(few)])
    expect([...generateSharedRows({ ...few, seed: 8 })]).not.toEqual([...generateSharedRows(few)])
  })
})

it('has people of every role; the field office has one territory, the others all', () => {
  const roles = new Set(demoPeople.map(({ fields }) => fields.role))
  expect([...roles].sort()).toEqual(['administrator', 'analyst', 'field-office', 'operator', 'supervisor'])
  for (const { fields } of demoPeople) expect(fields.territoryIds).toHaveLength(fields.role === 'field-office' ? 1 : 6)
  const agents = new Set(
    [...generateSharedRows(options)].flatMap(({ row }) => (row.entity === 'cases' ? [row.fields.owner] : [])),
  )
  const names = new Set(demoPeople.map(({ fields }) => fields.name))
  expect([...agents].filter((agent) => !names.has(agent ?? ''))).toEqual([])
})
