import { describe, expect, test } from 'vitest'
import { type Outcome, type SimulationOptions, simulate } from './simulation.ts'

/** `npm run soak:sync` goes on from here. */
const seeds = 200
const partsOfSeeds = 8
const mostSeedsToCatch = 300

async function failures(options: readonly SimulationOptions[]): Promise<string[]> {
  const failed: string[] = []
  for (const one of options) {
    const { violations } = await simulate(one)
    if (violations.length > 0) failed.push(`seed ${one.seed}: ${violations.slice(0, 3).join(' | ')}`)
  }
  return failed
}

/** The first seed that sees through a mutant. */
async function caught(mutants: NonNullable<SimulationOptions['mutants']>): Promise<Outcome & { readonly seed: number }> {
  for (let seed = 1; seed <= mostSeedsToCatch; seed += 1) {
    const outcome = await simulate({ seed, mutants })
    if (outcome.violations.length > 0) return { ...outcome, seed }
  }
  throw new Error('no seed has caught it')
}

describe('SYNC-1 to SYNC-13 hold in whatever happens', () => {
  const perPart = seeds / partsOfSeeds
  test.each(Array.from({ length: partsOfSeeds }, (_, part) => part * perPart + 1))(
    `${perPart} seeds from %i`,
    async (first) => {
      expect(await failures(Array.from({ length: perPart }, (_, at) => ({ seed: first + at })))).toEqual([])
    },
    120_000,
  )
})

test('the same seed goes the same way, another another', async () => {
  const [first, again, other] = [await simulate({ seed: 7 }), await simulate({ seed: 7 }), await simulate({ seed: 8 })]
  expect(again.trace).toBe(first.trace)
  expect(other.trace).not.toBe(first.trace)
}, 60_000)

test('SYNC-1 SYNC-7 a desktop may die at every step of its own', async () => {
  const calm = { seed: 5, desks: 2, deeds: 12, customers: 1, calm: true }
  const { steps } = await simulate(calm)
  const failed: string[] = []
  let inside = 0
  for (let crashAtStep = 1; crashAtStep <= steps; crashAtStep += 1) {
    const { violations, diedInside } = await simulate({ ...calm, crashAtStep })
    inside += diedInside
    if (violations.length > 0) failed.push(`step ${crashAtStep}: ${violations.slice(0, 3).join(' | ')}`)
  }
  console.info(`SYNC-1: died at each of ${steps} steps, ${inside} of them inside a transaction`)
  expect(failed).toEqual([])
  expect(inside).toBeGreaterThan(steps / 4)
}, 240_000)

describe('the simulation sees through', () => {
  test('a cursor by sequence only (SYNC-6)', async () => {
    const { violations } = await caught({ cursorBySequence: true })
    expect(violations.join()).toMatch(/SYNC-(6|7|10)/)
  }, 120_000)

  test('a cursor that is saved outside the transaction of its page (SYNC-7)', async () => {
    const { violations } = await caught({ cursorFirst: true })
    expect(violations.join()).toMatch(/SYNC-/)
  }, 120_000)

  test('a server that does not know repeats (SYNC-3)', async () => {
    const { violations } = await caught({ forgetsRepeats: true })
    expect(violations.join()).toMatch(/SYNC-3/)
  }, 120_000)

  test('a server that gives one copy under two roles (SYNC-10)', async () => {
    const { violations } = await caught({ blindToRoles: true })
    expect(violations.join()).toMatch(/SYNC-7/)
  }, 120_000)

  test('a delete that beats an edit (SYNC-5)', async () => {
    const { violations } = await caught({ deleteBeatsEdit: true })
    expect(violations.join()).toMatch(/SYNC-5/)
  }, 120_000)
})
