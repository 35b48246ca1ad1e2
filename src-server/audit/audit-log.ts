import type { Queries } from '../store/database.ts'

/** One thing that happened; ids only, no customer's values. */
export interface AuditEntry {
  readonly kind: 'read' | 'change' | 'refusal' | 'sign-in' | 'sign-in-failed' | 'administration' | 'export'
  /** User id; null: nobody was known. */
  readonly actor: string | null
  readonly device: string | null
  readonly entity: string | null
  readonly row: string | null
  /** Field names, reason, address: whatever tells what was done. */
  readonly detail: Readonly<Record<string, unknown>>
  readonly atMs: number
}

/** Appends in the transaction of what is told; the entries are chained by hash soon after its commit. */
export interface AuditLog {
  append(queries: Queries, entries: readonly AuditEntry[]): Promise<void>
}
