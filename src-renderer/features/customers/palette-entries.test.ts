import { describe, expect, it } from 'vitest'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import { dialable, paletteEntries } from './palette-entries.ts'

const command = (id: string, label: string) => ({ kind: 'command', id, label, run: () => undefined }) as const
const commands = [command('cases', 'Go to Cases'), command('ready', 'Take calls'), command('break', 'Stop taking calls: break')]
const anna = { customerId: 'c1', name: 'Anna' } as CustomerSummary

describe('palette entries', () => {
  it('lists all commands before anything is typed, and no customer of an older query', () => {
    expect(paletteEntries('', [anna], commands).map(({ id }) => id)).toEqual(['cases', 'ready', 'break'])
  })

  it('puts the number first, then customers, then commands with every word', () => {
    expect(paletteEntries('067 123', [anna], commands).map(({ id }) => id)).toEqual(['dial', 'c1'])
    expect(paletteEntries('ta ca', [], commands).map(({ id }) => id)).toEqual(['ready', 'break'])
  })

  it('offers to dial digits in any written form, and nothing else', () => {
    expect(dialable(' +380 (67) 123-45 ')).toBe('+380 (67) 123-45')
    expect(dialable('*#')).toBeUndefined()
    expect(dialable('5 cats')).toBeUndefined()
  })
})
