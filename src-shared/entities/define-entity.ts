import { z } from 'zod'
import type { Role } from '../domain/people/role.ts'

/**
 * How two changes of one field merge (SYNC-4).
 * - `last-writer`: the later by the hybrid clock
 * - `server-wins`: set by the server (numbers, amounts from billing)
 * - `append`: texts are joined, nothing is cut
 * - `set-union`, `counter`, `largest`: what they say
 * - `ask`: both are kept and a person chooses
 */
export type MergeRule = 'last-writer' | 'server-wins' | 'append' | 'set-union' | 'counter' | 'largest' | 'ask'

export interface Column<T = unknown> {
  /** Affinity in both databases; `json` is TEXT in SQLite and JSONB in PostgreSQL, `boolean` is 0/1 in SQLite. */
  readonly type: 'text' | 'integer' | 'real' | 'boolean' | 'json'
  readonly nullable: boolean
  readonly merge: MergeRule
  readonly schema: z.ZodType<T>
  readonly rights?: FieldRights
  /** A running number that the server gives when it takes the row; what a desktop writes is provisional, and never changes it. */
  readonly numbered?: true
}

/** Rights to one field that are narrower than the row's. */
export interface FieldRights {
  /** Who sees the value; others get it masked: digits but the last two as `*`, other texts and lists empty, numbers 0 or null. */
  readonly see?: readonly Role[]
  /** Who may set it. Whoever sees it masked may never set it. */
  readonly change?: readonly Role[]
}

export const text = (max: number, merge: MergeRule = 'last-writer'): Column<string> => column('text', z.string().max(max), merge)
export const oneOf = <const V extends readonly [string, ...string[]]>(
  values: V,
  merge: MergeRule = 'last-writer',
): Column<V[number]> => column('text', z.enum(values) as unknown as z.ZodType<V[number]>, merge)
export const integer = (merge: MergeRule = 'last-writer'): Column<number> => column('integer', z.number().int(), merge)
export const boolean = (merge: MergeRule = 'last-writer'): Column<boolean> => column('boolean', z.boolean(), merge)
export const json = <T>(schema: z.ZodType<T>, merge: MergeRule = 'last-writer'): Column<T> => column('json', schema, merge)

function column<T>(type: Column['type'], schema: z.ZodType<T>, merge: MergeRule): Column<T> {
  return { type, nullable: false, merge, schema }
}

/** The same column, which may also be empty. */
export function optional<T>(inner: Column<T>): Column<T | null> {
  return { ...inner, nullable: true, schema: inner.schema.nullable() }
}

/** The same column, whose value the server gives. */
export function numbered(inner: Column<string>): Column<string> {
  return { ...inner, merge: 'server-wins', numbered: true }
}

/** The same column with its own rights. */
export function guarded<T>(inner: Column<T>, rights: FieldRights): Column<T> {
  return { ...inner, rights }
}

/**
 * Where a row belongs, and so whose copies hold it (SYNC-10). The server works the territory out; what a client says of it
 * is never believed.
 * - `everyone`: no territory, each copy has it
 * - `self`: the territory in its own field `territoryId`; where that is null, the writer's home territory
 * - `parent`: that of the row of `entity` named by `by` (a field, or `id`); where there is none, the writer's home territory
 * - `server`: it never leaves the server
 */
export type Within =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'self' }
  | { readonly kind: 'parent'; readonly entity: string; readonly by: string }
  | { readonly kind: 'server' }

export const everyone: Within = { kind: 'everyone' }
export const self: Within = { kind: 'self' }
export const serverOnly: Within = { kind: 'server' }
export const within = (entity: string, by: string): Within => ({ kind: 'parent', entity, by })

/** Who may do what with the rows that they have. The server checks it in both directions. */
export interface Access {
  readonly within: Within
  readonly see: readonly Role[]
  readonly create: readonly Role[]
  readonly change: readonly Role[]
  readonly remove: readonly Role[]
}

export interface Entity<Name extends string = string, C extends Record<string, Column> = Record<string, Column>> {
  /** Table name in both databases. */
  readonly name: Name
  /** Field (camelCase) → column; the column's name in the database is `columnName(field)`. `id` is implied. */
  readonly columns: C
  readonly access: Access
}

export type RowOf<E extends Entity> = {
  readonly [K in keyof E['columns']]: E['columns'][K] extends Column<infer T> ? T : never
} & {
  readonly id: string
}

export function defineEntity<const Name extends string, const C extends Record<string, Column>>(
  name: Name,
  access: Access,
  columns: C,
): Entity<Name, C> {
  return { name, access, columns }
}

/** `startedAtMs` → `started_at_ms` */
export function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
