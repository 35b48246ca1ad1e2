import { accountTables } from './account-tables.ts'
import { auditTables } from './audit-tables.ts'
import { createEntities } from './create-entities.ts'
import { givenNumbers } from './given-numbers.ts'
import type { Migration } from './migrate.ts'
import { syncTables } from './sync-tables.ts'

/** In the order in which they are applied. Applied ones are never changed: add another. */
export const migrations: readonly Migration[] = [createEntities, syncTables, accountTables, auditTables, givenNumbers]
