import type { z } from 'zod'
import type { RefusalReason } from '../../domain/sync/sync-state.ts'
import type { Column } from '../../entities/define-entity.ts'
import { boundHlc } from '../hybrid-clock.ts'
import { same } from '../merge.ts'
import type { Principal } from '../principal.ts'
import { type Mutation, mutation as mutationSchema, pushLimits } from '../protocol.ts'
import { changesField, columnOf, emptyOf, entityOf, may, type NamedEntity } from '../rights.ts'
import { type Lifting, lift, lifting } from './lift.ts'
import { isStorable, utf8Bytes } from './storable.ts'

export type Reading = { readonly kind: 'mutation'; readonly mutation: Mutation; readonly entity: NamedEntity } | Refusal
export interface Refusal {
  readonly kind: 'refused'
  readonly reason: RefusalReason
  readonly field?: string
}

export interface ReadingOptions {
  readonly nowMs: number
  readonly lifting?: Lifting
}

const operations = { create: 'create', patch: 'change', delete: 'remove' } as const

/**
 * What can be said of a mutation without looking at any row: its form, its size, whose it is and what their role may do.
 * The fields that come back are exactly those of the entity, as their columns' schemas read them.
 */
export function readMutation(principal: Principal, raw: unknown, options: ReadingOptions): Reading {
  const json = JSON.stringify(raw)
  if (utf8Bytes(json) > pushLimits.mutationBytes) return refuse('too-large')
  const parsed = mutationSchema.safeParse(raw)
  if (!parsed.success || !isStorable(raw, json)) return refuse('invalid-value')
  const lifted = lift(parsed.data, options.lifting ?? lifting)
  if (!lifted) return refuse('version')
  const entity = entityOf(lifted.entity)
  if (!entity) return refuse('unknown-entity')
  if (lifted.actor !== principal.userId) return refuse('foreign-actor')
  if (!may(principal, operations[lifted.kind], entity)) return refuse('no-right')
  const fields = readFields(principal, lifted, entity)
  if ('kind' in fields) return fields
  const before = Object.fromEntries(Object.entries(lifted.before).filter(([field]) => Object.hasOwn(fields.values, field)))
  return {
    kind: 'mutation',
    entity,
    mutation: { ...lifted, fields: fields.values, before, hlc: boundHlc(lifted.hlc, options.nowMs) },
  }
}

function readFields(
  principal: Principal,
  mutation: Mutation,
  entity: NamedEntity,
): Refusal | { values: Record<string, unknown> } {
  const values: Record<string, unknown> = {}
  if (mutation.kind === 'delete') return { values }
  for (const [field, given] of Object.entries(mutation.fields)) {
    const column = columnOf(entity, field)
    if (!column) return refuse('unknown-field', field)
    const read = readValue(column, given)
    if ('reason' in read) return refuse(read.reason, field)
    // A create gives every column: what its maker may not set must be as if nobody had set it.
    const untouched = mutation.kind === 'create' && same(read.value, emptyOf(column))
    if (!untouched && !changesField(principal.role, column)) return refuse('field-right', field)
    values[field] = read.value
  }
  return mutation.kind === 'create' ? complete(values, entity) : { values }
}

function complete(values: Record<string, unknown>, entity: NamedEntity): Refusal | { values: Record<string, unknown> } {
  for (const [field, column] of Object.entries(entity.columns)) {
    if (Object.hasOwn(values, field)) continue
    if (!column.nullable) return refuse('invalid-value', field)
    values[field] = null
  }
  return { values }
}

function readValue(column: Column, given: unknown): { value: unknown } | { reason: RefusalReason } {
  if (given === null) return column.nullable ? { value: null } : { reason: 'invalid-value' }
  const parsed = column.schema.safeParse(given)
  if (parsed.success) return { value: parsed.data }
  return { reason: parsed.error.issues.some(isTooLong) ? 'too-large' : 'invalid-value' }
}

const isTooLong = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'too_big' && (issue.origin === 'string' || issue.origin === 'array')

function refuse(reason: RefusalReason, field?: string): Refusal {
  return field === undefined ? { kind: 'refused', reason } : { kind: 'refused', reason, field: field.slice(0, 60) }
}
