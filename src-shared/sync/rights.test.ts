import { describe, expect, it } from 'vitest'
import { contactPoints } from '../entities/contact-points.ts'
import { customers } from '../entities/customers.ts'
import {
  changesField,
  columnOf,
  entityNames,
  entityOf,
  hidesAnything,
  maskRow,
  maskValue,
  may,
  type NamedEntity,
  sees,
} from './rights.ts'

const entity = (name: string) => entityOf(name) as NamedEntity

describe('SYNC-10 rights', () => {
  it('knows entities and columns by their own names only', () => {
    for (const name of ['constructor', '__proto__', 'hasOwnProperty', '']) {
      expect(entityOf(name)).toBeUndefined()
      expect(columnOf(entity('customers'), name)).toBeUndefined()
    }
  })
  it('analysts look and change nothing; only managers remove customers', () => {
    for (const name of entityNames.filter((each) => each !== 'card_reads')) {
      for (const operation of ['create', 'change', 'remove'] as const)
        expect(may({ role: 'analyst' }, operation, entity(name))).toBe(false)
    }
    expect(may({ role: 'operator' }, 'remove', entity('customers'))).toBe(false)
    expect(may({ role: 'supervisor' }, 'remove', entity('customers'))).toBe(true)
  })
  it('every role tells of the cards it reads, and nobody gets them back', () => {
    expect(may({ role: 'analyst' }, 'create', entity('card_reads'))).toBe(true)
    expect(may({ role: 'administrator' }, 'see', entity('card_reads'))).toBe(false)
  })
  it('sees its own territories and what is everybody’s', () => {
    const who = { territories: new Set(['north']) }
    expect([sees(who, 'north'), sees(who, 'south'), sees(who, null)]).toEqual([true, false, true])
  })
  it('whoever sees a field masked may not set it', () => {
    expect(changesField('analyst', contactPoints.columns.value)).toBe(false)
    expect(changesField('operator', customers.columns.lifetimeValue)).toBe(false)
    expect(changesField('supervisor', customers.columns.lifetimeValue)).toBe(true)
    expect(changesField('operator', customers.columns.name)).toBe(true)
  })
  it('masks digits but the last two, other texts whole, amounts to 0', () => {
    const { value } = contactPoints.columns
    expect(maskValue(value, '+380501112233')).toBe('+**********33')
    expect(maskValue(value, '+380 (50) 111-22-33')).toBe('+*** (**) ***-**-33')
    expect(maskValue(value, '7')).toBe('7')
    expect(maskValue(value, 'name22@example.org')).toBe('')
    const analyst = maskRow('analyst', entity('customers'), { name: 'Name', lifetimeValue: 500, monthlyValue: 5 })
    expect(analyst).toMatchObject({ name: 'Name', lifetimeValue: 0, monthlyValue: 0 })
    expect(maskRow('operator', entity('customers'), { lifetimeValue: 500 })).toEqual({ lifetimeValue: 500 })
    expect([hidesAnything('analyst', entity('products')), hidesAnything('analyst', entity('customers'))]).toEqual([false, true])
  })
})
