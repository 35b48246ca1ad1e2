import { describe, expect, it } from 'vitest'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import type { ContactPointId } from '#shared/domain/ids.ts'
import { changeContactPoint, readFact } from './card-changes.ts'

describe('readFact', () => {
  it('takes what stands before the first colon as the label', () => {
    expect(readFact(' Кіт:  Мурчик: рудий ', 'Важливо')).toEqual({ label: 'Кіт', value: 'Мурчик: рудий' })
  })

  it('puts a text without a label under the given one, and nothing under nothing', () => {
    expect(readFact('тихий голос', 'Важливо')).toEqual({ label: 'Важливо', value: 'тихий голос' })
    expect(readFact(': без назви', 'Важливо')).toEqual({ label: 'Важливо', value: ': без назви' })
    expect(readFact('  ', 'Важливо')).toBeUndefined()
  })
})

describe('changeContactPoint', () => {
  it('leaves one primary of a kind', () => {
    const point = (id: string, kind: string, primary: boolean) => ({ contactPointId: id, kind, primary })
    const card = { contactPoints: [point('a', 'phone', true), point('b', 'phone', false), point('c', 'email', true)] }
    const changed = changeContactPoint('b' as ContactPointId, { primary: true })(card as unknown as CustomerCard)
    expect(changed.contactPoints.map(({ primary }) => primary)).toEqual([false, true, true])
  })
})
