import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { localText } from '#shared/domain/text/language.ts'
import type { Column, Entity } from '#shared/entities/define-entity.ts'
import { entities } from '#shared/entities/entities.ts'
import { type Format, useFormat } from './format.ts'

/** How a field is shown and typed. */
export type FieldKind =
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'boolean' | 'integer' | 'instant' | 'duration' | 'money' | 'date' | 'list' | 'document' }

export interface FieldWords {
  /** `cases` → `Case`; an entity that this version does not know keeps its own name. */
  entity(name: string): string
  field(entity: string, field: string): string
  /** Any value that came over the wire, as a person reads it. */
  value(entity: string, field: string, value: unknown): string
}

const money = ['lifetimeValue', 'monthlyValue', 'monthlyAmount']
const dates = ['customerSince', 'since', 'startedOn', 'endsOn']

/** From the column's declaration; undefined for a field of a newer version. */
export function fieldKind(entity: string, field: string): FieldKind | undefined {
  const column: Column | undefined = (entities as Readonly<Record<string, Entity>>)[entity]?.columns[field]
  if (!column) return undefined
  const options = choicesOf(column)
  if (options) return { kind: 'choice', options }
  if (column.type === 'boolean') return { kind: 'boolean' }
  if (column.type === 'json') return { kind: field === 'tags' || field === 'territoryIds' ? 'list' : 'document' }
  if (column.type === 'text') return dates.includes(field) ? { kind: 'date' } : { kind: 'text', max: lengthOf(column) }
  if (money.includes(field)) return { kind: 'money' }
  return { kind: field.endsWith('AtMs') ? 'instant' : field.endsWith('Ms') ? 'duration' : 'integer' }
}

/** An optional column's schema wraps that of its value. */
function valueSchema(column: Column): { readonly options?: unknown; readonly maxLength?: unknown } {
  const schema: object & { readonly unwrap?: () => object; readonly options?: unknown } = column.schema
  return column.nullable && schema.unwrap ? schema.unwrap() : schema
}
function choicesOf(column: Column): readonly string[] | undefined {
  const { options } = valueSchema(column)
  return column.type === 'text' && Array.isArray(options) ? (options as string[]) : undefined
}
function lengthOf(column: Column): number {
  const { maxLength } = valueSchema(column)
  return typeof maxLength === 'number' ? maxLength : 20_000
}

export function useFieldWords(): FieldWords {
  const { t } = useTranslation('entity')
  const format = useFormat()
  return useMemo(
    () => ({
      entity: (name) => t(`entity.${name}`, { defaultValue: name }),
      field: (entity, field) => t(`field.${entity}.${field}`, { defaultValue: field }),
      value: (entity, field, value) => valueText(fieldKind(entity, field), value, t, format),
    }),
    [t, format],
  )
}

function valueText(kind: FieldKind | undefined, value: unknown, t: TFunction<'entity'>, format: Format): string {
  if (value === null || value === undefined || value === '') return t('empty')
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'number') return numberText(kind, value, format)
  if (typeof value === 'string') {
    if (kind?.kind === 'choice') return t(`value.${value}`, { defaultValue: value })
    return kind?.kind === 'date' ? format.calendarDate(value) : value
  }
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.length === 0 ? t('empty') : value.join(', ')
  }
  const words = localText.safeParse(value)
  return words.success ? format.local(words.data) : JSON.stringify(value).slice(0, 2_000)
}

function numberText(kind: FieldKind | undefined, value: number, format: Format): string {
  switch (kind?.kind) {
    case 'instant':
      return format.dateTime(value)
    case 'duration':
      return format.duration(value)
    case 'money':
      return format.number(value / 100)
    default:
      return format.number(value)
  }
}
