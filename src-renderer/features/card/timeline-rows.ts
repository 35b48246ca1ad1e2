import type { TimelineItem } from '#shared/domain/customer/customer.ts'

/** Where an item stands in time, as a person says it. Months carry their first day for formatting. */
export type DayGroup =
  | { readonly kind: 'today' }
  | { readonly kind: 'yesterday' }
  | { readonly kind: 'month'; readonly monthStartMs: number; readonly thisYear: boolean }

export type TimelineRow =
  | { readonly kind: 'group'; readonly key: string; readonly group: DayGroup }
  | { readonly kind: 'item'; readonly key: string; readonly item: TimelineItem; readonly group: DayGroup['kind'] }

/** Flattens a timeline (latest first) into rows for a virtual list, a heading before each group. Local time zone. */
export function timelineRows(items: readonly TimelineItem[], nowMs: number): TimelineRow[] {
  const rows: TimelineRow[] = []
  let last: string | undefined
  for (const item of items) {
    const group = groupOf(item.startedAtMs, nowMs)
    const key = group.kind === 'month' ? `month-${group.monthStartMs}` : group.kind
    if (key !== last) rows.push({ kind: 'group', key, group })
    last = key
    rows.push({ kind: 'item', key: item.interactionId, item, group: group.kind })
  }
  return rows
}

function groupOf(atMs: number, nowMs: number): DayGroup {
  const now = new Date(nowMs)
  const today = startOfDay(now)
  if (atMs >= today.getTime()) return { kind: 'today' }
  const yesterday = new Date(today)
  yesterday.setDate(today.getDate() - 1)
  if (atMs >= yesterday.getTime()) return { kind: 'yesterday' }
  const at = new Date(atMs)
  const monthStart = new Date(at.getFullYear(), at.getMonth(), 1)
  return { kind: 'month', monthStartMs: monthStart.getTime(), thisYear: at.getFullYear() === now.getFullYear() }
}

function startOfDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate())
}
