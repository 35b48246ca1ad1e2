import { customerId as customerIdSchema, interactionId as interactionIdSchema } from '#shared/domain/ids.ts'
import type { Change } from '#shared/entities/change.ts'
import type { Row } from '#shared/entities/entities.ts'
import { chosen } from './call-flow.ts'
import type { Desk } from './desk.ts'
import { gatherPop } from './gather-pop.ts'
import type { Tab } from './tab.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

const atMost = 20

/**
 * What was left unfinished when the process last ended comes back: an answered call as a tab with its note, to be
 * wrapped up; a call that was still ringing is closed in the record.
 */
export function reopenUnfinished(desk: Pick<Desk, 'store' | 'workspace' | 'clock' | 'settings' | 'log'>): void {
  const rows = unlessUnavailable(() => desk.store.read.unfinished()) ?? []
  const open = rows.filter((row) => row.answeredAtMs !== null || row.note.trim() !== '').slice(-atMost)
  const closing = rows.flatMap((row): Change[] =>
    open.includes(row)
      ? row.endedAtMs === null
        ? [
            {
              kind: 'patch',
              entity: 'interactions',
              id: row.id,
              fields: { outcome: row.answeredAtMs === null ? 'failed' : 'answered', endReason: 'line-lost' },
            },
          ]
        : []
      : [
          {
            kind: 'patch',
            entity: 'interactions',
            id: row.id,
            fields: { finished: true, ...(row.endedAtMs === null ? { outcome: 'failed' } : {}) },
          },
        ],
  )
  if (closing.length > 0) void desk.store.write(closing)
  for (const row of open) desk.workspace.open(tabOf(desk, row))
  if (rows.length > 0) desk.log.info('unfinished interactions', { reopened: open.length, closed: rows.length - open.length })
}

function tabOf({ store, clock, settings }: Pick<Desk, 'store' | 'clock' | 'settings'>, row: Row<'interactions'>): Tab {
  const interactionId = interactionIdSchema.parse(row.id)
  const customerId = customerIdSchema.safeParse(row.customerId).data
  const caller = row.caller ?? { anonymous: row.number === null, source: 'from' as const }
  const context = row.context ?? { fields: {} }
  const direction = row.direction ?? 'inbound'
  const scriptRun = store.read.scriptRun(interactionId)?.run
  const contents = gatherPop(
    { direction, caller, context, match: customerId && chosen(customerId), scriptId: scriptRun?.scriptId },
    { read: store.read, nowMs: clock.epochMs(), settings: settings.value.get() },
  )
  return {
    interactionId,
    direction,
    startedAtMs: row.startedAtMs,
    caller,
    context,
    ...contents,
    scriptRun,
    scriptRunStored: scriptRun !== undefined,
    note: row.note,
    wrapUpSinceMs: clock.monotonicMs(),
  }
}
