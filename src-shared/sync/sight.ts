import { allRoles, type Role } from '../domain/people/role.ts'
import type { Column } from '../entities/define-entity.ts'
import { entities } from '../entities/entities.ts'
import { seesField } from './rights.ts'

/**
 * What a copy was given under: equal for roles from which the same is hidden. A copy of another sight holds values that its
 * person may no longer see, or masks where they may see now; nothing of that comes by the feed, so it begins anew (SYNC-10).
 */
export function sightOf(role: Role): string {
  return sights[role]
}

const sights = Object.fromEntries(allRoles.map((role) => [role, hashOf(hiddenFrom(role).join())])) as Record<Role, string>

/** Names what is hidden, not what is seen: a new column that all may see leaves every copy as it is. */
function hiddenFrom(role: Role): readonly string[] {
  return Object.values(entities).flatMap(({ name, access, columns }) => {
    if (!access.see.includes(role)) return [name]
    const fields = Object.entries<Column>(columns).filter(([, column]) => !seesField(role, column))
    return fields.map(([field]) => `${name}.${field}`)
  })
}

/** FNV-1a, 8 hex digits: there are a handful of sights, and no secret in them. */
function hashOf(text: string): string {
  let hash = 2_166_136_261
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  return hash.toString(16).padStart(8, '0')
}
