import { createEntities } from './create-entities.ts'
import { deviceValues } from './device-values.ts'
import { indexDetails } from './index-details.ts'
import { indexLookUps } from './index-look-ups.ts'
import { keepCopy } from './keep-copy.ts'
import type { Migration } from './migrate.ts'
import { searchNames } from './search-names.ts'
import { shareWithServer } from './share-with-server.ts'

/** In the order in which they are applied. Applied ones are never changed: add another. */
export const migrations: readonly Migration[] = [
  createEntities,
  indexLookUps,
  searchNames,
  deviceValues,
  shareWithServer,
  keepCopy,
  indexDetails,
]
