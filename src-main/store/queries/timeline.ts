import { type Channel, type TimelineItem, timelineItem } from '#shared/domain/customer/customer.ts'
import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import type { LocalText } from '#shared/domain/text/language.ts'
import type { ReadConnection } from '../connection.ts'
import { type DbRow, parsedEach, present } from './rows.ts'

export interface TimelineOptions {
  readonly channels?: readonly Channel[] | undefined
  readonly before?: { readonly startedAtMs: number; readonly interactionId: InteractionId } | undefined
  readonly limit: number
}

interface Filter {
  readonly customer: string
  readonly channels: string | null
}

const bodyLength = 2_000
/** `@channels` is a JSON list or null; `@startedAtMs` and `@id` are the last item of the page before. */
const ofCustomer = `
  FROM interactions INDEXED BY interactions_timeline
  WHERE customer_id = @customer AND (@channels IS NULL OR channel IN (SELECT value FROM json_each(@channels)))`

export const timelineSql = `
  SELECT id AS interactionId, channel, direction, started_at_ms AS startedAtMs, talk_ms AS talkMs, outcome, subject,
    substr(note, 1, ${bodyLength}) AS body, agent, queue, disposition_id AS dispositionId
  ${ofCustomer} AND started_at_ms <= @startedAtMs AND (started_at_ms < @startedAtMs OR id < @id)
  ORDER BY started_at_ms DESC, id DESC LIMIT @limit`

export const timelineTotalSql = `SELECT count(*) ${ofCustomer}`

export function prepareTimeline(database: ReadConnection, dispositionLabel: (id: string) => LocalText | undefined) {
  const page = database.prepare<[Filter & { startedAtMs: number; id: string; limit: number }], DbRow>(timelineSql)
  const count = database.prepare<[Filter], number>(timelineTotalSql).pluck()

  return (id: CustomerId, { channels, before, limit }: TimelineOptions): { items: TimelineItem[]; total: number } => {
    const filter: Filter = { customer: id, channels: channels ? JSON.stringify(channels) : null }
    const startedAtMs = before?.startedAtMs ?? Number.MAX_SAFE_INTEGER
    const rows = page.all({ ...filter, startedAtMs, id: before?.interactionId ?? '', limit })
    return { items: parsedEach(timelineItem, rows.map(toItem)), total: count.get(filter) ?? 0 }
  }

  function toItem(row: DbRow): unknown {
    const { dispositionId, body, talkMs, ...item } = present(row)
    const disposition = typeof dispositionId === 'string' ? dispositionLabel(dispositionId) : undefined
    return {
      ...item,
      ...(item.channel === 'call' ? { talkMs } : {}),
      // SQLite counts code points, the schema UTF-16 units.
      ...(typeof body === 'string' && body !== '' ? { body: body.slice(0, bodyLength) } : {}),
      ...(disposition ? { disposition } : {}),
    }
  }
}
