import { z } from 'zod'
import { type Failure, fail } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'

const id = z.string().min(1).max(64)
const names = Object.keys(entities) as [EntityName, ...EntityName[]]
const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), entity: z.enum(names), id, fields: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('patch'), entity: z.enum(names), id, fields: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('delete'), entity: z.enum(names), id }),
])

interface FieldSchemas {
  readonly create: z.ZodType<Record<string, unknown>>
  readonly patch: z.ZodType<Record<string, unknown>>
}

/** Checks changes against the entities' columns. Built once; what it lets through is trusted after. */
export class ChangeChecker {
  readonly #schemas = new Map<EntityName, FieldSchemas>()

  constructor() {
    for (const name of names) {
      const columns = Object.entries(entities[name].columns).map(([field, column]) => [field, column.schema] as const)
      const create = z.strictObject(Object.fromEntries(columns))
      this.#schemas.set(name, { create, patch: create.partial() })
    }
  }

  /** The change with nothing but known, valid fields; or the failure, naming entity and field. */
  check(candidate: unknown): { readonly change: Change } | { readonly failure: Failure } {
    const outer = change.safeParse(candidate)
    if (!outer.success) return refuse('change', outer.error)
    const checked = outer.data
    if (checked.kind === 'delete') return { change: checked }
    const fields = this.#schemas.get(checked.entity)![checked.kind].safeParse(defined(checked.fields))
    if (!fields.success) return refuse(checked.entity, fields.error)
    return { change: { ...checked, fields: fields.data } as Change }
  }
}

/** A field that is undefined is a field that is not there. */
function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function refuse(entity: string, error: z.ZodError): { readonly failure: Failure } {
  return { failure: fail('invalid-input', { entity, field: error.issues[0]?.path.join('.').slice(0, 100) ?? '' }).failure }
}
