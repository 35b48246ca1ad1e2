import { describe, expect, it } from 'vitest'
import { merged } from './merge-writes.ts'
import type { WriteItem } from './writer-wire.ts'

const patch = (id: string, fields: object): WriteItem => ({
  kind: 'changes',
  changes: [{ kind: 'patch', entity: 'interactions', id, fields }],
})

describe('two writes become one', () => {
  it('when both patch the same row: the later field wins, others stay', () => {
    expect(merged(patch('a', { note: '1', subject: 's' }), patch('a', { note: '2' }))).toEqual(
      patch('a', { note: '2', subject: 's' }),
    )
  })

  it('when both set the same device value', () => {
    const device = (key: string, json: string): WriteItem => ({ kind: 'device', key, json })
    expect(merged(device('k', '1'), device('k', '2'))).toEqual(device('k', '2'))
    expect(merged(device('k', '1'), device('other', '2'))).toBeUndefined()
  })

  it('but not otherwise', () => {
    expect(merged(patch('a', { note: '1' }), patch('b', { note: '2' }))).toBeUndefined()
    const deletion: WriteItem = { kind: 'changes', changes: [{ kind: 'delete', entity: 'interactions', id: 'a' }] }
    expect(merged(deletion, patch('a', { note: '2' }))).toBeUndefined()
  })
})
