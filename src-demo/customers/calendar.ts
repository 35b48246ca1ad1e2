import type { Random } from './random.ts'

export const dayMs = 86_400_000
const hourMs = 3_600_000
const days = new Map<number, string>()

/** `YYYY-MM-DD`, in UTC. */
export function dateOf(atMs: number): string {
  const day = Math.floor(atMs / dayMs)
  const known = days.get(day)
  if (known) return known
  const text = new Date(day * dayMs).toISOString().slice(0, 10)
  days.set(day, text)
  return text
}

/** A moment in working hours (6-18 UTC) of the last `backDays` days, more often a recent one; always before `nowMs`. */
export function pastMoment(random: Random, nowMs: number, backDays: number): number {
  const part = random.unit()
  // Not `part ** 1.5`: only the square root is the same to the last bit everywhere.
  const backMs = part * Math.sqrt(part) * backDays * dayMs
  const day = Math.floor((nowMs - backMs) / dayMs) * dayMs
  const atMs = day + 6 * hourMs + random.below(12 * hourMs)
  return atMs < nowMs ? atMs : atMs - dayMs
}
