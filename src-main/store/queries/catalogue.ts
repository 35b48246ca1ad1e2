import type { Disposition } from '#shared/domain/disposition/disposition.ts'
import type { Queue } from '#shared/domain/queue/queue.ts'
import type { Script } from '#shared/domain/script/script.ts'
import type { LocalText } from '#shared/domain/text/language.ts'
import type { ReadConnection } from '../connection.ts'
import { prepareWholeRows } from './whole-row.ts'

/** The small tables, read whole. */
export interface Catalogue {
  readonly scripts: readonly Script[]
  readonly dispositions: readonly Disposition[]
  readonly queues: readonly Queue[]
  readonly labels: ReadonlyMap<string, LocalText>
}

export const catalogueEntities = ['scripts', 'dispositions', 'queues'] as const

export function prepareCatalogue(database: ReadConnection) {
  const scripts = prepareWholeRows<'scripts', []>(database, 'scripts', 'ORDER BY id')
  const dispositions = prepareWholeRows<'dispositions', []>(database, 'dispositions', 'ORDER BY id')
  const queues = prepareWholeRows<'queues', []>(database, 'queues', 'ORDER BY id')
  return (): Catalogue => {
    const tree = dispositions().map((row) => row.document)
    return {
      scripts: scripts().map((row) => row.document),
      dispositions: tree.toSorted((a, b) => a.position - b.position),
      queues: queues().map((row) => row.document),
      labels: new Map(tree.map((one) => [one.dispositionId, one.label])),
    }
  }
}
