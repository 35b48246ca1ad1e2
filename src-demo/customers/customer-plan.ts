import type { Random } from './random.ts'

/** How many rows of each kind a customer has: drawn first, so that rows can be counted without being made. */
export interface CustomerPlan {
  readonly company: boolean
  /** Shares its number with the customer before: a household, or somebody behind a company's switchboard. */
  readonly sharesNumber: boolean
  readonly secondPhone: boolean
  readonly email: boolean
  readonly messenger: boolean
  readonly agreements: number
  readonly products: number
  readonly facts: number
  readonly interactions: number
  readonly cases: number
  readonly tasks: number
}

/** Of the average; the mean of these is 1. */
const activity = [0, 0.3, 0.5, 0.8, 1, 1, 1.2, 1.5, 1.7, 2]

export function planCustomer(random: Random, interactionsPerCustomer: number): CustomerPlan {
  return {
    company: random.chance(0.12),
    sharesNumber: random.chance(0.05),
    secondPhone: random.chance(0.28),
    email: random.chance(0.6),
    messenger: random.chance(0.15),
    agreements: random.pick([0, 1, 1, 1, 1, 2]),
    products: random.pick([0, 1, 1, 2, 2, 3]),
    facts: random.pick([0, 0, 0, 0, 1, 1, 2]),
    interactions: Math.floor(random.pick(activity) * interactionsPerCustomer + random.unit()),
    cases: random.pick([0, 0, 0, 0, 0, 0, 1, 1, 2]),
    tasks: random.pick([0, 0, 0, 0, 0, 0, 0, 1, 1, 2]),
  }
}

export function rowsOf(plan: CustomerPlan): number {
  const points = 1 + Number(plan.secondPhone) + Number(plan.email) + Number(plan.messenger)
  return 1 + points + plan.agreements + plan.products + plan.facts + plan.interactions + plan.cases + plan.tasks
}
