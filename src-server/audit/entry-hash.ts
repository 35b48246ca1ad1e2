import { createHash } from 'node:crypto'
import type { AuditEntry } from './audit-log.ts'

/** What the first entry follows. */
export const beforeFirst = '0'.repeat(64)

/** An entry as it lies in the table before it is chained. */
export interface WaitingEntry {
  /** Number of arrival; gaps mean nothing by themselves. */
  readonly id: number
  readonly atMs: number
  readonly kind: AuditEntry['kind']
  readonly actor: string | null
  readonly device: string | null
  readonly entity: string | null
  readonly row: string | null
  /** Canonical JSON. */
  readonly detail: string
}

export interface StoredEntry extends WaitingEntry {
  /** From 1, without gaps. */
  readonly n: number
  /** Hash of the entry before, and of this one: 64 hex digits. */
  readonly prev: string
  readonly hash: string
}

/**
 * SHA-256 over the entry before's hash and this entry's values. The place `n` is not among them: its place in the chain is
 * the entry's place, so an entry that was moved still fits itself and is told from one that was edited.
 */
export function hashOfEntry(prev: string, entry: WaitingEntry): string {
  const { id, atMs, kind, actor, device, entity, row, detail } = entry
  return createHash('sha256')
    .update(JSON.stringify([prev, id, atMs, kind, actor, device, entity, row, detail]))
    .digest('hex')
}
