import type { z } from 'zod'

export type DbRow = Readonly<Record<string, unknown>>

/** The row without its empty columns, and with its 0/1 columns as booleans: the form that the domain's schemas read. */
export function present(row: DbRow, ...booleans: readonly string[]): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const key in row) if (row[key] !== null) value[key] = row[key]
  for (const key of booleans) if (key in value) value[key] = value[key] === 1
  return value
}

/** The values that are what they should be. A row that is not (a damaged or a foreign file) is left out, never shown. */
export function parsedEach<T>(schema: z.ZodType<T>, values: readonly unknown[]): T[] {
  const parsed: T[] = []
  for (const value of values) {
    const result = schema.safeParse(value)
    if (result.success) parsed.push(result.data)
  }
  return parsed
}

/** JSON from a column, or undefined when there is none or it is broken. */
export function jsonValue<T>(schema: z.ZodType<T>, text: unknown): T | undefined {
  if (typeof text !== 'string') return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
