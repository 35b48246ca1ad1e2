import { describe, expect, it } from 'vitest'
import { interaction } from '../testing/plain-rows.ts'
import { ChangeChecker } from './check-change.ts'

const checker = new ChangeChecker()
const good = interaction('i', null, null, 1)

describe('the change checker', () => {
  it('passes good changes and takes undefined for absent', () => {
    expect(checker.check(good)).toEqual({ change: good })
    const patch = { kind: 'patch', entity: 'interactions', id: 'i', fields: { note: 'x', subject: undefined } }
    expect(checker.check(patch)).toEqual({ change: { ...patch, fields: { note: 'x' } } })
  })

  it.each([
    ['a foreign table', { ...good, entity: 'sqlite_schema' }],
    ['a prototype for a table', { ...good, entity: '__proto__' }],
    ['an id that is too long', { ...good, id: 'x'.repeat(65) }],
    ['an id that is empty', { ...good, id: '' }],
    ['a foreign column', { ...good, fields: { ...good.fields, rowid: 1 } }],
    ['a text that is too long', { ...good, fields: { ...good.fields, note: 'x'.repeat(20_001) } }],
    ['a wrong type', { ...good, fields: { ...good.fields, talkMs: '1' } }],
    ['nothing at all', undefined],
  ])('refuses %s', (_, change) => {
    expect(checker.check(change)).toMatchObject({ failure: { kind: 'invalid-input' } })
  })
})
