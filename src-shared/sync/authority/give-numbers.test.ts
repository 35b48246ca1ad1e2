import { describe, expect, it } from 'vitest'
import type { Fields } from '../../entities/entities.ts'
import { applyPush } from './apply-push.ts'
import { MemoryAuthority } from './testing/memory-authority.ts'
import { device, principal } from './testing/mutations.ts'

const caseWith = (number: string): Fields<'cases'> => ({
  customerId: 'nobody',
  interactionId: null,
  number,
  title: 'No connection',
  status: 'open',
  priority: 'normal',
  owner: null,
  openedAtMs: 1,
  dueAtMs: null,
  closedAtMs: null,
})

async function push(store: MemoryAuthority, from: ReturnType<typeof device>, mutations: ReturnType<typeof from.create>[]) {
  let made = 0
  const context = {
    nowMs: 1,
    ids: { next: () => `n${++made}` },
    onDefect: (cause: unknown) => {
      throw cause
    },
  }
  const request = { device: from.name, epoch: store.epoch, mutations, schema: 1 } as unknown as Parameters<typeof applyPush>[2]
  return applyPush(store, principal(), request, context)
}

describe('SYNC-4: a number that the server gives', () => {
  const numberOf = (store: MemoryAuthority, id: string) => store.row('cases', id)?.fields.number

  it('is another for each case, though two desktops made the same one offline', async () => {
    const store = new MemoryAuthority()
    const [a, b] = [device('a', 'anna'), device('b', 'anna')]
    await push(store, a, [a.create('cases', 'k1', caseWith('10001')), a.create('cases', 'k2', caseWith('10002'))])
    await push(store, b, [b.create('cases', 'k3', caseWith('10001'))])
    const numbers = ['k1', 'k2', 'k3'].map((id) => numberOf(store, id))
    expect(new Set(numbers).size).toBe(3)
    expect(numbers.map(Number)).toEqual(numbers.map(Number).toSorted((x, y) => x - y))
  })

  it('stays when the case is changed, made again, or sent again', async () => {
    const store = new MemoryAuthority()
    const a = device('a', 'anna')
    const made = a.create('cases', 'k1', caseWith('7'))
    await push(store, a, [made, a.patch('cases', 'k1', { status: 'solved' }, { status: 'open' })])
    const given = numberOf(store, 'k1')
    await push(store, a, [a.patch('cases', 'k1', { number: '999' }, { number: String(given) })])
    await push(store, a, [made])
    const b = device('b', 'anna')
    await push(store, b, [b.create('cases', 'k1', caseWith('12'))])
    expect(numberOf(store, 'k1')).toBe(given)
    expect(store.row('cases', 'k1')?.fields.status).toBeDefined()
  })
})
