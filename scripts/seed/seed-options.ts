import { parseArgs } from 'node:util'
import { z } from 'zod'

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

const schema = z.object({
  customers: whole(1, 10_000_000).default(2_000),
  interactions: whole(0, 1_000).default(6),
  seed: whole(-(2 ** 31), 2 ** 31 - 1).default(1),
  'data-dir': z.string().min(1).optional(),
})

export interface SeedOptions {
  readonly customers: number
  readonly interactionsPerCustomer: number
  readonly seed: number
  /** Absent: where the app keeps its data. */
  readonly dataDir: string | undefined
}

export const seedUsage = `npm run seed -- [--customers 2000] [--interactions 6] [--seed 1] [--data-dir FOLDER]
Fills an empty database with demo customers; --interactions is how many contacts each has on average.`

/** From the command line; a text says what is wrong. */
export function readSeedOptions(args: readonly string[]): SeedOptions | string {
  const named = {
    customers: { type: 'string' },
    interactions: { type: 'string' },
    seed: { type: 'string' },
    'data-dir': { type: 'string' },
  } as const
  try {
    const given = schema.safeParse(parseArgs({ args: [...args], options: named, allowPositionals: false }).values)
    if (!given.success) return given.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n')
    const { customers, interactions, seed } = given.data
    return { customers, interactionsPerCustomer: interactions, seed, dataDir: given.data['data-dir'] }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
