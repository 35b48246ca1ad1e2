import type { CreateOf } from '#shared/entities/change.ts'
import type { EntityName, Fields } from '#shared/entities/entities.ts'

/** A new row of any entity. */
export type DemoRow = { [N in EntityName]: CreateOf<N> }[EntityName]

export function create<N extends EntityName>(entity: N, id: string, fields: Fields<N>): CreateOf<N> {
  return { kind: 'create', entity, id, fields }
}
