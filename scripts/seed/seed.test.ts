import { describe, expect, it } from 'vitest'
import { progressLine } from './progress-line.ts'
import { readSeedOptions } from './seed-options.ts'

describe('readSeedOptions', () => {
  it('has defaults for everything', () => {
    expect(readSeedOptions([])).toEqual({ customers: 2_000, interactionsPerCustomer: 6, seed: 1, dataDir: undefined })
    expect(readSeedOptions(['--customers', '100000', '--seed=7', '--interactions', '0', '--data-dir', 'x'])).toEqual({
      customers: 100_000,
      interactionsPerCustomer: 0,
      seed: 7,
      dataDir: 'x',
    })
  })

  it.each([[['--customers', 'many']], [['--customers', '0']], [['--seed', '1.5']], [['--colour']], [['100']]])(
    'says what is wrong with %j',
    (args) => {
      expect(typeof readSeedOptions(args)).toBe('string')
    },
  )
})

describe('progressLine', () => {
  function shown(isTTY: boolean, steps: number): string[] {
    const lines: string[] = []
    const show = progressLine({ isTTY, write: (text) => lines.push(text) }, 1_000)
    for (let step = 1; step <= steps; step++) show(step * 10, steps * 10, 1_000 + step * 10)
    return lines
  }

  it('redraws one line on a terminal', () => {
    const lines = shown(true, 50)
    expect(lines).toHaveLength(50)
    expect(lines[24]).toBe('\r[###############...............] 50 %  250 of 500 rows, 1000/s\u001b[K')
    expect(lines.filter((line) => line.endsWith('\n'))).toHaveLength(1)
  })

  it('writes a line for every tenth elsewhere', () => {
    const lines = shown(false, 50)
    expect(lines).toHaveLength(10)
    expect(lines[0]).toBe('10 %  50 of 500 rows, 1000/s\n')
    expect(shown(false, 3).at(-1)).toMatch(/^100 %/)
  })
})
