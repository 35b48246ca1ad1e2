/** How far a deadline is, in the one unit that a glance needs. `overdue` is true from the deadline on. */
export interface Due {
  readonly overdue: boolean
  readonly unit: 'minutes' | 'hours' | 'days'
  /** Whole units, at least 1. */
  readonly count: number
  /** Less than two hours left: time to hurry. */
  readonly soon: boolean
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export function dueOf(dueAtMs: number, nowMs: number): Due {
  const left = dueAtMs - nowMs
  const distance = Math.abs(left)
  const overdue = left <= 0
  const soon = !overdue && left < 2 * hour
  if (distance < hour) return { overdue, soon, unit: 'minutes', count: Math.max(1, Math.floor(distance / minute)) }
  if (distance < 2 * day) return { overdue, soon, unit: 'hours', count: Math.floor(distance / hour) }
  return { overdue, soon, unit: 'days', count: Math.floor(distance / day) }
}
