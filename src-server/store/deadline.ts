import { DatabaseUnavailable } from './database.ts'

/** Rejects with `DatabaseUnavailable` when `work` takes longer; null: never. `work` itself goes on and must be cut off. */
export async function withinTime<T>(work: Promise<T>, limitMs: number | null, what: string): Promise<T> {
  if (limitMs === null) return work
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseUnavailable(`${what} took longer than ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
