import type { MergeRule } from '../entities/define-entity.ts'
import type { Hlc } from './hybrid-clock.ts'

/** One field that is changed: what stands, what the person had seen, what they made of it, and when each was set. */
export interface FieldChange {
  readonly current: unknown
  /** Undefined: nothing had been seen (the row was made without knowing of the other). */
  readonly before: unknown
  readonly next: unknown
  /** Null: not known (a device's copy holds no stamps); then the change that is made stands. */
  readonly currentStamp: Hlc | null
  readonly nextStamp: Hlc
}

export interface Merged {
  readonly value: unknown
  /** A value that did not get in, and which side stands instead (SYNC-5). */
  readonly lost?: { readonly value: unknown; readonly winner: 'current' | 'next' }
}

/**
 * Merges one field by value (SYNC-4): a conflict is only where what stands is neither what the person saw nor what they made
 * of it. `fits` says whether the column takes a value; where a joined one does not fit, what stands is kept and the other lost.
 */
export function mergeField(rule: MergeRule, change: FieldChange, fits: (value: unknown) => boolean = () => true): Merged {
  const { current, before, next } = change
  // Sums are right by their difference even where both sides came to the same number.
  if (rule === 'counter') return fitting({ value: add(change) }, change, fits)
  if (same(current, next)) return { value: current }
  if (same(current, before)) return { value: next }
  switch (rule) {
    case 'append':
      return fitting({ value: join(asText(current), asText(before), asText(next)) }, change, fits)
    case 'set-union':
      return fitting({ value: unite(asList(current), asList(before), asList(next)) }, change, fits)
    case 'largest':
      return { value: larger(current, next) }
    case 'last-writer':
      return isLater(change) ? { value: next, lost: { value: current, winner: 'next' } } : keepCurrent(change)
    case 'server-wins':
    case 'ask':
      return keepCurrent(change)
  }
}

/** Equal as JSON, whatever the order of keys (JSONB has its own). */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]))
  }
  // A key without a value does not travel.
  const left = Object.entries(a).filter(([, value]) => value !== undefined)
  const right = new Map<string, unknown>(Object.entries(b).filter(([, value]) => value !== undefined))
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)))
}

function keepCurrent({ current, next }: FieldChange): Merged {
  return { value: current, lost: { value: next, winner: 'current' } }
}

function fitting(merged: Merged, change: FieldChange, fits: (value: unknown) => boolean): Merged {
  return fits(merged.value) ? merged : keepCurrent(change)
}

function isLater({ currentStamp, nextStamp }: FieldChange): boolean {
  return currentStamp === null || nextStamp > currentStamp
}

function add({ current, before, next }: FieldChange): unknown {
  if (typeof next !== 'number') return typeof current === 'number' ? current : next
  return asNumber(current) + next - asNumber(before)
}

function larger(current: unknown, next: unknown): unknown {
  if (typeof current !== 'number') return next
  return typeof next === 'number' ? Math.max(current, next) : current
}

function unite(current: readonly unknown[], before: readonly unknown[], next: readonly unknown[]): unknown[] {
  const has = (list: readonly unknown[], item: unknown): boolean => list.some((other) => same(other, item))
  const kept = current.filter((item) => has(next, item) || !has(before, item))
  return [...kept, ...next.filter((item) => !has(before, item) && !has(kept, item))]
}

/**
 * What was added to `before` goes behind it in `current`, on a line of its own, so that a note typed in several goes stays
 * together. Nothing that stands is cut, and what stands already is not added twice.
 */
function join(current: string, before: string, next: string): string {
  if (next.startsWith(current)) return next
  const added = addition(before, next)
  if (added.trim() === '' || holds(current, next) || holds(current, added)) return current
  const at = before === '' ? -1 : current.indexOf(before)
  if (at === -1 || !next.startsWith(before)) return lines(current, added)
  const end = at + before.length
  return lines(current.slice(0, end) + added, current.slice(end))
}

/** What is new in `next`: between what it has in common with `before` at its start and at its end. */
function addition(before: string, next: string): string {
  let start = 0
  while (start < before.length && before[start] === next[start]) start += 1
  let end = 0
  while (end < before.length - start && end < next.length - start && before.at(-1 - end) === next.at(-1 - end)) end += 1
  return next.slice(start, next.length - end)
}

/** Whether `part` stands in `text` as whole lines. */
function holds(text: string, part: string): boolean {
  return `\n${text}\n`.includes(`\n${part.replace(/^\n|\n$/g, '')}\n`)
}

function lines(first: string, second: string): string {
  return first === '' || second === '' || first.endsWith('\n') || second.startsWith('\n') ? first + second : `${first}\n${second}`
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const asNumber = (value: unknown): number => (typeof value === 'number' ? value : 0)
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
