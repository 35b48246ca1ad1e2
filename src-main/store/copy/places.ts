import type { EntityName } from '#shared/entities/entities.ts'
import { entities } from '#shared/entities/entities.ts'
import { everyonesTerritory } from '#shared/sync/protocol.ts'
import type { WriteConnection } from '../connection.ts'
import type { FieldValues } from '../write/entity-table.ts'
import type { Rows } from '../write/rows.ts'

/** Territories as small numbers, one in each row: so a purge needs no guess about whose a row is (SYNC-10). */
export class Places {
  readonly #rows: Rows
  readonly #actor: string
  readonly #number
  readonly #add
  readonly #held

  constructor(database: WriteConnection, rows: Rows, actor: string) {
    this.#rows = rows
    this.#actor = actor
    this.#number = database.prepare<[string], number>('SELECT number FROM places WHERE territory = ?').pluck()
    this.#add = database.prepare<[string], number>('INSERT INTO places (territory) VALUES (?) RETURNING number').pluck()
    this.#held = database.prepare<[string], string>('SELECT territory FROM copies WHERE territory <> ? LIMIT 2').pluck()
  }

  number(territory: string): number {
    return this.#number.get(territory) ?? this.#add.get(territory)!
  }

  /** As a page says it; null: everybody's. Undefined where it does not say. */
  ofServer(entity: EntityName, territory: string | null | undefined): number | undefined {
    if (typeof territory === 'string') return this.number(territory)
    return entities[entity].access.within.kind === 'everyone' ? this.number(everyonesTerritory) : undefined
  }

  /** Where the server will see a new row of this person, as far as it can be told here; 0 where it cannot. */
  guess(entity: EntityName, id: string, fields: FieldValues): number {
    return this.derived(entity, id, fields) ?? this.home()
  }

  /** By what the row says itself, or by the row that it follows; undefined where neither is known here. */
  derived(entity: EntityName, id: string, fields: FieldValues): number | undefined {
    const { within } = entities[entity].access
    switch (within.kind) {
      case 'everyone':
        return this.number(everyonesTerritory)
      case 'self':
        return typeof fields.territoryId === 'string' ? this.number(fields.territoryId) : undefined
      case 'parent': {
        const parent = within.by === 'id' ? id : fields[within.by]
        return typeof parent === 'string' ? this.#rows.table(within.entity as EntityName).marks(parent)?.place : undefined
      }
      case 'server':
        return 0
    }
  }

  home(): number {
    const home = this.#rows.table('users').read(this.#actor)?.fields.homeTerritoryId
    if (typeof home === 'string') return this.number(home)
    const held = this.#held.all(everyonesTerritory)
    return held.length === 1 ? this.number(held[0]!) : 0
  }
}
