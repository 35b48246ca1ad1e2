import type { EntityName } from '../../entities/entities.ts'
import type { Principal } from '../principal.ts'
import { type NamedEntity, sees } from '../rights.ts'
import type { ServerRow } from './authority-store.ts'
import type { WorkingRows } from './working-rows.ts'

/**
 * Where a row belongs when this principal writes it (SYNC-10).
 * - `lost`: its parent is in a territory that they do not have (any more)
 * - `foreign`: they ask for a territory that is not theirs
 * - `nowhere`: it would go to their home, and they have none
 */
export type Place =
  | { readonly kind: 'in'; readonly territory: string | null }
  | { readonly kind: 'lost'; readonly territory: string }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'nowhere' }

export function placeOf(
  principal: Principal,
  entity: NamedEntity,
  row: Pick<ServerRow, 'id' | 'fields'>,
  rows: Pick<WorkingRows, 'get'>,
): Place {
  const { within } = entity.access
  if (within.kind === 'everyone' || within.kind === 'server') return { kind: 'in', territory: null }
  if (within.kind === 'self') {
    const asked = row.fields.territoryId
    if (typeof asked !== 'string') return home(principal)
    return sees(principal, asked) ? { kind: 'in', territory: asked } : { kind: 'foreign' }
  }
  const parentId = parentIdOf(entity, row)
  const parent = parentId === undefined ? undefined : rows.get(within.entity as EntityName, parentId)
  if (!parent || parent.territory === null) return home(principal)
  return sees(principal, parent.territory)
    ? { kind: 'in', territory: parent.territory }
    : { kind: 'lost', territory: parent.territory }
}

/** The row that this one follows; undefined: none. */
export function parentIdOf(entity: NamedEntity, row: Pick<ServerRow, 'id' | 'fields'>): string | undefined {
  const { within } = entity.access
  if (within.kind !== 'parent') return undefined
  const named = within.by === 'id' ? row.id : row.fields[within.by]
  return typeof named === 'string' ? named : undefined
}

function home(principal: Principal): Place {
  const { homeTerritory, territories } = principal
  const territory = homeTerritory !== null && territories.has(homeTerritory) ? homeTerritory : [...territories].sort()[0]
  return territory === undefined ? { kind: 'nowhere' } : { kind: 'in', territory }
}
