import { harmless } from '../text/harmless.ts'
import type { Language } from '../text/language.ts'

const maxText = 500
const maxEntries = 60
const maxDepth = 4

/**
 * A copy of the data that is safe to fill in and to say in one language: plain values only, texts harmless and bounded,
 * local texts (`{uk, ru, en}`) replaced by the one to speak, empty texts absent (an empty text counts as true in Liquid).
 * Nothing of the original can be reached from it.
 */
export function speakable(value: unknown, language: Language, depth = 0): unknown {
  if (typeof value === 'string') return harmless(value, maxText) || undefined
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null || depth >= maxDepth) return undefined
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((entry) => speakable(entry, language, depth + 1))
  return speakableRecord(value, language, depth)
}

function speakableRecord(record: object, language: Language, depth: number): unknown {
  const entries = Object.entries(record)
  if (isLocalText(record)) return speakable(record[language], language, depth + 1)
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, entry] of entries.slice(0, maxEntries)) copy[key] = speakable(entry, language, depth + 1)
  return copy
}

function isLocalText(record: object): record is Record<Language, unknown> {
  return 'uk' in record && 'ru' in record && 'en' in record
}
