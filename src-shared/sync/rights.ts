import type { Role } from '../domain/people/role.ts'
import type { Column, Entity } from '../entities/define-entity.ts'
import { type EntityName, entities } from '../entities/entities.ts'
import type { Principal } from './principal.ts'

export type Operation = 'see' | 'create' | 'change' | 'remove'
export type NamedEntity = Entity & { readonly name: EntityName }

const byName: Readonly<Record<string, NamedEntity>> = entities
export const entityNames = Object.keys(entities) as EntityName[]

/** Undefined for any name that is no entity's, also for those that every object has. */
export function entityOf(name: string): NamedEntity | undefined {
  return Object.hasOwn(byName, name) ? byName[name] : undefined
}

export function columnOf(entity: NamedEntity, field: string): Column | undefined {
  return Object.hasOwn(entity.columns, field) ? entity.columns[field] : undefined
}

export function may({ role }: Pick<Principal, 'role'>, operation: Operation, entity: NamedEntity): boolean {
  return entity.access[operation].includes(role)
}

/** Null is everybody's. */
export function sees(principal: Pick<Principal, 'territories'>, territory: string | null): boolean {
  return territory === null || principal.territories.has(territory)
}

export function seesField(role: Role, column: Column): boolean {
  return column.rights?.see?.includes(role) ?? true
}

export function changesField(role: Role, column: Column): boolean {
  return seesField(role, column) && (column.rights?.change?.includes(role) ?? true)
}

/** Phone-like texts keep their last two digits; what else is there to hide becomes empty. */
export const maskedText = { shape: /^[-+0-9() ]+$/, digit: /[0-9](?=(?:[^0-9]*[0-9]){2})/g } as const

export function maskValue(column: Column, value: unknown): unknown {
  if (column.type === 'text' && typeof value === 'string' && maskedText.shape.test(value))
    return value.replace(maskedText.digit, '*')
  return emptyOf(column)
}

/** What a field holds before anybody has set it. */
export function emptyOf(column: Column): unknown {
  if (column.nullable) return null
  switch (column.type) {
    case 'text':
      return ''
    case 'integer':
    case 'real':
      return 0
    case 'boolean':
      return false
    case 'json':
      return []
  }
}

/** The row as this role may see it: every field is there, those it may not see are masked (SYNC-10). */
export function maskRow(
  role: Role,
  entity: NamedEntity,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!hidesAnything(role, entity)) return fields
  const hidden = hiddenContest(role, entity, fields)
  return Object.fromEntries(
    Object.entries(entity.columns).map(([field, column]) => {
      const value = fields[field] ?? null
      return [field, seesField(role, column) && !hidden.includes(field) ? value : maskValue(column, value)]
    }),
  )
}

/** Whether rows of this entity may have to be masked for this role. */
export function hidesAnything(role: Role, entity: NamedEntity): boolean {
  const shown = entity.name === 'conflicts' ? Object.values(entities) : [entity]
  return shown.some(({ columns }) => Object.values<Column>(columns).some((column) => !seesField(role, column)))
}

const contestedValues = ['before', 'kept', 'lost']

/** A conflict shows values of another row's field: whoever may not see them there may not see them here. */
function hiddenContest(role: Role, entity: NamedEntity, fields: Readonly<Record<string, unknown>>): readonly string[] {
  if (entity.name !== 'conflicts') return []
  const contested = entityOf(String(fields.entity))
  const column = contested && columnOf(contested, String(fields.field))
  return column && !seesField(role, column) ? contestedValues : []
}
