import type { Catalogue } from './catalogue.ts'
import { readCatalogue } from './catalogue.ts'
import { planCustomer, rowsOf } from './customer-plan.ts'
import { type DemoCustomer, drawCustomer, pushCustomer } from './customer-rows.ts'
import { create, type DemoRow } from './demo-row.ts'
import { pushInteractions } from './interaction-rows.ts'
import { demoProducts } from './products.ts'
import { Random } from './random.ts'
import { readWordLists } from './word-lists.ts'
import { pushCases, pushTasks } from './work-rows.ts'

export interface DemoRowOptions {
  readonly customers: number
  /** On average. */
  readonly interactionsPerCustomer: number
  readonly seed: number
  /** Milliseconds of the epoch: the history ends here. */
  readonly nowMs: number
}

const firstCaseNumber = 10_001

/**
 * The demo's rows one by one, in constant memory: the catalogue, then customer by customer with everything that is theirs.
 * The same options and catalogue give the same rows, ids included.
 */
export function* generateDemoRows(options: DemoRowOptions, catalogue: Catalogue = readCatalogue()): Generator<DemoRow> {
  yield* catalogueRows(catalogue)
  const { seed, nowMs } = options
  const random = new Random()
  const ground = { random, nowMs, words: readWordLists() }
  const rows: DemoRow[] = []
  let before: DemoCustomer | undefined
  let caseNumber = firstCaseNumber
  for (let index = 0; index < options.customers; index++) {
    random.restart(seed, index)
    const plan = planCustomer(random, options.interactionsPerCustomer)
    const customer = drawCustomer(ground, index, plan, before)
    rows.length = 0
    pushCustomer(rows, random, customer, nowMs)
    pushInteractions(rows, random, customer, nowMs)
    pushCases(rows, random, customer, nowMs, caseNumber)
    pushTasks(rows, random, customer, nowMs)
    for (const row of rows) yield row
    caseNumber += plan.cases
    before = customer
  }
}

/** Exactly how many rows `generateDemoRows` gives, without making them. */
export function demoRowCount(options: DemoRowOptions, catalogue: Catalogue = readCatalogue()): number {
  const random = new Random()
  let count = [...catalogueRows(catalogue)].length
  for (let index = 0; index < options.customers; index++) {
    random.restart(options.seed, index)
    count += rowsOf(planCustomer(random, options.interactionsPerCustomer))
  }
  return count
}

function* catalogueRows(catalogue: Catalogue): Generator<DemoRow> {
  for (const document of catalogue.queues) yield create('queues', document.queueId, { document })
  for (const document of catalogue.dispositions) yield create('dispositions', document.dispositionId, { document })
  for (const document of catalogue.scripts) yield create('scripts', document.scriptId, { document })
  for (const { id, name } of demoProducts) yield create('products', id, { name })
}
