import type { EntityName, Fields } from './entities.ts'

/**
 * One change of one row; what the store writes, and later what sync sends (SYNC-2). A `create` gives every column;
 * of an existing row it is refused. A `patch` gives the changed fields only, and of a missing row is refused.
 */
export type Change = { [N in EntityName]: CreateOf<N> | PatchOf<N> | DeleteOf<N> }[EntityName]

export interface CreateOf<N extends EntityName> {
  readonly kind: 'create'
  readonly entity: N
  readonly id: string
  readonly fields: Fields<N>
}
export interface PatchOf<N extends EntityName> {
  readonly kind: 'patch'
  readonly entity: N
  readonly id: string
  readonly fields: Partial<Fields<N>>
}
export interface DeleteOf<N extends EntityName> {
  readonly kind: 'delete'
  readonly entity: N
  readonly id: string
}
