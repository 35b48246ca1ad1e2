import type { z } from 'zod'
import { type ConflictRecord, conflictRecord, type OutgoingChange, refusalReason } from '#shared/domain/sync/sync-state.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import type { FieldValues } from '../write/entity-table.ts'
import { entityNames, type Rows } from '../write/rows.ts'
import type { Outbox, OutboxRow } from './outbox.ts'

type Conflict = Readonly<Record<string, string | number | null>>

export const conflictsSql = `
  SELECT f.*, c.name AS customer_name, ku.name AS kept_name, lu.name AS lost_name, su.name AS settled_name
  FROM conflicts f INDEXED BY conflicts_by_status
  LEFT JOIN customers c ON c.id = f.customer_id
  LEFT JOIN users ku ON ku.id = f.kept_by
  LEFT JOIN users lu ON lu.id = f.lost_by
  LEFT JOIN users su ON su.id = f.settled_by
  WHERE f.status = ? ORDER BY f.lost_at_ms DESC LIMIT ?`

/** What the panel of sync and the inbox of conflicts show. */
export class PeopleQueries {
  readonly #rows: Rows
  readonly #outbox: Outbox
  readonly #conflicts
  readonly #openConflicts
  readonly #customerName

  constructor(database: WriteConnection, rows: Rows, outbox: Outbox) {
    this.#rows = rows
    this.#outbox = outbox
    this.#conflicts = database.prepare<[string, number], Conflict>(conflictsSql)
    this.#openConflicts = database
      .prepare<[], number>(`SELECT count(*) FROM conflicts INDEXED BY conflicts_by_status WHERE status = 'open'`)
      .pluck()
    this.#customerName = database.prepare<[string], string>('SELECT name FROM customers WHERE id = ?').pluck()
  }

  openConflicts(): number {
    return this.#openConflicts.get()!
  }

  outgoing({ refused, limit }: { refused: boolean; limit: number }): OutgoingChange[] {
    return this.#outbox.list(refused, limit).map((row) => this.#change(row))
  }

  /** Latest first; a row that is not what it should be is left out. */
  conflicts({ status, limit }: { status: 'open' | 'settled'; limit: number }): ConflictRecord[] {
    const found: ConflictRecord[] = []
    for (const row of this.#conflicts.all(status, limit)) {
      const record = conflictRecord.safeParse(recordOf(row))
      if (record.success) found.push(record.data)
    }
    return found
  }

  /** `seq` is the place in this outbox: numbers begin anew when the device takes another name. */
  #change(row: OutboxRow): OutgoingChange {
    const fields = JSON.parse(row.fields) as FieldValues
    const customerId = this.#customerOf(row, fields)
    const customerName = customerId === undefined ? undefined : this.#customerName.get(customerId)
    const reason = refusalReason.safeParse(row.reason)
    return {
      seq: row.n,
      entity: row.entity,
      row: row.row,
      kind: row.kind,
      ...(customerId === undefined ? {} : { customerId }),
      ...(customerName === undefined ? {} : { customerName }),
      values: Object.entries(fields).map(([field, value]) => ({ field, value })),
      madeAtMs: row.made_at_ms,
      ...(reason.success ? { reason: reason.data } : {}),
      ...(row.field === null ? {} : { field: row.field }),
    }
  }

  #customerOf({ entity, row }: OutboxRow, fields: FieldValues): string | undefined {
    if (entity === 'customers') return row
    if (typeof fields.customerId === 'string') return fields.customerId
    if (!(entityNames as readonly string[]).includes(entity)) return undefined
    const stored = this.#rows.table(entity as EntityName).read(row)?.fields.customerId
    return typeof stored === 'string' ? stored : undefined
  }
}

function recordOf(row: Conflict): z.input<typeof conflictRecord> {
  const side = (which: 'kept' | 'lost') => ({
    value: jsonOf(row[which]),
    by: String(row[`${which}_name`] ?? row[`${which}_by`] ?? ''),
    atMs: Number(row[`${which}_at_ms`]),
    device: String(row[`${which}_device`] ?? ''),
  })
  const text = (value: string | number | null | undefined) => (value === null || value === undefined ? undefined : String(value))
  return {
    conflictId: String(row.id),
    kind: row.kind as ConflictRecord['kind'],
    entity: String(row.entity),
    row: String(row.row_id),
    field: String(row.field),
    customerId: text(row.customer_id),
    customerName: text(row.customer_name),
    before: jsonOf(row.before),
    kept: side('kept'),
    lost: side('lost'),
    status: row.status as ConflictRecord['status'],
    settledBy: text(row.settled_name ?? row.settled_by),
    settledAtMs: row.settled_at_ms === null ? undefined : Number(row.settled_at_ms),
  }
}

function jsonOf(value: string | number | null | undefined): unknown {
  try {
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : null
  } catch {
    return null
  }
}
