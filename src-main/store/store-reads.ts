import type { AddressId, CustomerId, InteractionId, RelationId } from '#shared/domain/ids.ts'
import type { StoreReads } from '#shared/ports/store.ts'
import { prepareMissedCalls, prepareRecentCalls } from './queries/calls.ts'
import { prepareCard } from './queries/card.ts'
import { prepareCaseEvents } from './queries/case-events.ts'
import { prepareCaseById, prepareCases, prepareLastCaseNumber } from './queries/cases.ts'
import { type Catalogue, prepareCatalogue } from './queries/catalogue.ts'
import { prepareContactPoint, prepareFact } from './queries/contact-point.ts'
import { prepareCounts } from './queries/counts.ts'
import { prepareTags, prepareTagsInUse, prepareTerritories } from './queries/customer-details.ts'
import { prepareDemoCallers } from './queries/demo-callers.ts'
import { prepareDevice } from './queries/device.ts'
import type { FormatNumber } from './queries/format-number.ts'
import { prepareNumberOwners } from './queries/number-owners.ts'
import { prepareSizes } from './queries/sizes.ts'
import { prepareSummary } from './queries/summary.ts'
import { prepareTaskCustomer, prepareTasks } from './queries/tasks.ts'
import { prepareTimeline } from './queries/timeline.ts'
import { prepareWholeRows } from './queries/whole-row.ts'
import type { ReadAccess } from './read-access.ts'
import { prepareSearch } from './search/search-customers.ts'
import type { HomeNumbers } from './search/search-query.ts'

export interface ReadCollaborators {
  readonly access: ReadAccess
  readonly path: string
  readonly formatNumber: FormatNumber
  readonly home: () => HomeNumbers
}

/** Every read of the port, each with its statements prepared once. `catalogueChanged` makes the small tables be read again. */
export function createReads(options: ReadCollaborators): { reads: StoreReads; catalogueChanged(): void } {
  const { access, path, formatNumber, home } = options
  let cached: Catalogue | undefined
  let lastCaseNumber = 0

  const readCatalogue = access.query(prepareCatalogue)
  const catalogue = (): Catalogue => {
    cached ??= readCatalogue()
    return cached
  }
  const dispositionLabel = (id: string) => catalogue().labels.get(id)
  const texts = { formatNumber, dispositionLabel }
  const storedCaseNumber = access.query(prepareLastCaseNumber)
  const summary = access.query((database) => prepareSummary(database, formatNumber).byId)
  const interaction = access.query((database) =>
    prepareWholeRows<'interactions', [InteractionId]>(database, 'interactions', 'WHERE id = ?'),
  )
  const address = access.query((database) => prepareWholeRows<'addresses', [AddressId]>(database, 'addresses', 'WHERE id = ?'))
  const relation = access.query((database) => prepareWholeRows<'relations', [RelationId]>(database, 'relations', 'WHERE id = ?'))
  const scriptRun = access.query((database) =>
    prepareWholeRows<'script_runs', [InteractionId]>(database, 'script_runs', 'WHERE id = ?'),
  )

  const reads: StoreReads = {
    numberOwners: access.query((database) => prepareNumberOwners(database, formatNumber)),
    customerExists: access.query((database) => {
      const one = database.prepare<[string], number>('SELECT 1 FROM customers WHERE id = ?').pluck()
      return (id: CustomerId) => one.get(id) === 1
    }),
    summary,
    card: access.query((database) => prepareCard(database, formatNumber, prepareTimeline(database, dispositionLabel))),
    timeline: access.query((database) => prepareTimeline(database, dispositionLabel)),
    search: access.query((database) => prepareSearch(database, prepareSummary(database, formatNumber).byRowid, home)),
    contactPoint: access.query((database) => prepareContactPoint(database, formatNumber)),
    fact: access.query(prepareFact),
    tags: access.query(prepareTags),
    tagsInUse: access.query(prepareTagsInUse),
    territories: access.query(prepareTerritories),
    address: (id) => address(id)[0],
    addresses: access.query((database) =>
      prepareWholeRows<'addresses', [CustomerId]>(database, 'addresses', 'INDEXED BY addresses_customer WHERE customer_id = ?'),
    ),
    relation: (id) => relation(id)[0],
    cases: access.query(prepareCases),
    caseEvents: access.query(prepareCaseEvents),
    caseById: access.query(prepareCaseById),
    nextCaseNumber: () => {
      lastCaseNumber = Math.max(lastCaseNumber, storedCaseNumber()) + 1
      return String(lastCaseNumber)
    },
    tasks: access.query((database) => prepareTasks(database, formatNumber)),
    taskCustomer: access.query(prepareTaskCustomer),
    recentCalls: access.query((database) => prepareRecentCalls(database, texts)),
    missedCalls: access.query((database) => prepareMissedCalls(database, texts)),
    counts: access.query(prepareCounts),
    interaction: (id) => interaction(id)[0],
    scriptRun: (id) => scriptRun(id)[0],
    unfinished: access.query((database) =>
      prepareWholeRows<'interactions', []>(
        database,
        'interactions',
        'INDEXED BY interactions_unfinished WHERE finished = 0 ORDER BY started_at_ms LIMIT 100',
      ),
    ),
    scripts: () => catalogue().scripts,
    dispositions: () => catalogue().dispositions,
    queues: () => catalogue().queues,
    device: access.query(prepareDevice),
    sizes: access.query((database) => prepareSizes(database, path)),
    demoCallers: access.query(prepareDemoCallers),
  }
  return {
    reads,
    catalogueChanged: () => {
      cached = undefined
    },
  }
}
