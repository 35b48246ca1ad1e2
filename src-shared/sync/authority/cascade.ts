import type { EntityName } from '../../entities/entities.ts'
import { entityNames, entityOf } from '../rights.ts'
import type { AuthorityStore, ServerRow } from './authority-store.ts'
import { parentIdOf } from './place.ts'
import type { WorkingRows } from './working-rows.ts'

/** Entities whose rows others follow. */
const followed: ReadonlySet<EntityName> = new Set(
  entityNames.flatMap((name) => {
    const within = entityOf(name)?.access.within
    return within?.kind === 'parent' ? [within.entity as EntityName] : []
  }),
)

/**
 * Takes descendants along when a row's territory has changed, level by level (SYNC-10). New rows count as well: what was
 * sent before its parent is waiting in its writer's home.
 */
export async function cascade(store: AuthorityStore, rows: WorkingRows): Promise<void> {
  let moved = rows.changed().filter((row) => followed.has(row.entity) && rows.original(row)?.territory !== row.territory)
  while (moved.length > 0) {
    const below: ServerRow[] = []
    for (const entity of followed) {
      const parents = moved.filter((row) => row.entity === entity).map(({ id }) => id)
      if (parents.length === 0) continue
      const children = await store.children(entity, parents)
      rows.load(children)
      for (const child of children) below.push(...follow(child, rows))
    }
    // Children of this very batch were placed by their parents as these stood then.
    for (const child of rows.changed()) below.push(...follow(child, rows))
    moved = below.filter(({ entity }) => followed.has(entity))
  }
}

function follow(loaded: ServerRow, rows: WorkingRows): readonly ServerRow[] {
  const row = rows.get(loaded.entity, loaded.id) ?? loaded
  const entity = entityOf(row.entity)
  const within = entity?.access.within
  const parentId = entity && parentIdOf(entity, row)
  if (within?.kind !== 'parent' || parentId === undefined) return []
  const parent = rows.get(within.entity as EntityName, parentId)
  if (!parent || parent.territory === null || parent.territory === row.territory) return []
  const taken = { ...row, territory: parent.territory }
  rows.put(taken)
  return [taken]
}
