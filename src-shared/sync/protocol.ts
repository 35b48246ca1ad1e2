import { z } from 'zod'
import { refusalReason } from '../domain/sync/sync-state.ts'

/** Raised when a message changes so that an older side would misread it. The server serves `oldestProtocol` to this one. */
export const protocolVersion = 1
export const oldestProtocol = 1

/** Bounds of one request; the server refuses more, the client cuts its batches to them. */
export const pushLimits = { mutations: 500, bytes: 2_000_000, mutationBytes: 256_000 } as const
export const pullRows = 500
export const copyPageRows = 1_000

const id = z.string().min(1).max(64)
/** Epoch milliseconds. */
const ms = z.number().int().min(0)
/** Sequence numbers and revisions: below 2^53. */
const counter = z.number().int().min(0)
const fields = z.record(z.string().max(60), z.unknown())

/** Hybrid logical time: `<ms, 12 hex digits>-<counter, 4 hex digits>-<device>`; sorts as text (SYNC-13). */
export const hlc = z.string().regex(/^[0-9a-f]{12}-[0-9a-f]{4}-[\w-]{1,64}$/)

/**
 * One change of one row on its way to the server (SYNC-2). `before`: what the person saw in each changed field; a field is in
 * conflict when the server's value is no longer that. `base`: the row's revision that this device knew, in the server's epoch.
 */
export const mutation = z.object({
  /** UUIDv7: tells a repeat from another change that took the same number (a device restored from a backup). */
  id,
  /** By device, from 1, without gaps. */
  seq: counter.min(1),
  entity: z.string().max(60),
  row: id,
  kind: z.enum(['create', 'patch', 'delete']),
  fields,
  before: fields,
  base: z.object({ epoch: z.string().max(64), rev: counter }),
  hlc,
  /** User id of whoever made it. */
  actor: id,
  /** Which version of the entities it was written with; the server lifts older ones. */
  schema: z.number().int().min(1),
})
export type Mutation = Readonly<z.infer<typeof mutation>>

/** Raised with each migration that a waiting mutation must be lifted over. */
export const schemaVersion = 1

/** What is read of a mutation before it is judged by itself: a bad one is refused alone and never its batch (SYNC-9). */
export const pushRequest = z.object({
  protocol: z.number().int(),
  device: id,
  mutations: z.array(z.looseObject({ seq: counter.min(1), id })).max(pushLimits.mutations),
})
export type PushRequest = Readonly<{ protocol: number; device: string; mutations: readonly Mutation[] }>

/**
 * What became of one mutation.
 * - `applied`: in the row, whose revision is now `rev`; `conflicts` of its fields lost and are kept as conflict rows
 * - `refused`: not taken; the device keeps its text for the person (SYNC-9)
 * - `quarantined`: not taken, but kept at the server, where a supervisor decides
 */
export const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applied'), rev: counter, conflicts: counter }),
  z.object({ kind: z.literal('refused'), reason: refusalReason, field: z.string().max(60).optional() }),
  z.object({ kind: z.literal('quarantined'), reason: refusalReason }),
])
export type Outcome = Readonly<z.infer<typeof outcome>>

export const pushAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pushed'),
    epoch: z.string().max(64),
    serverMs: ms,
    answers: z.array(z.object({ seq: counter, outcome })),
  }),
  /** The next number that the server wants of this device: an earlier one was lost, or the server was restored. */
  z.object({ kind: z.literal('expected'), epoch: z.string().max(64), serverMs: ms, seq: counter.min(1) }),
  /** A number came again with another id: this device was restored from a backup and must take a new name. */
  z.object({ kind: z.literal('forked'), epoch: z.string().max(64), serverMs: ms }),
])
export type PushAnswer = Readonly<z.infer<typeof pushAnswer>>

export const pullRequest = z.object({
  protocol: z.number().int(),
  device: id,
  /** Opaque; null before the first copy. */
  cursor: z.string().max(200).nullable(),
  limit: z.number().int().min(1).max(5_000),
})
export type PullRequest = Readonly<z.infer<typeof pullRequest>>

/**
 * A row as this user may see it: every field of the entity, masked where they may not. `territory`: whose it is now, null:
 * everybody's; where it is not said, the device goes by the row's customer.
 */
export const pulledRow = z.object({ entity: z.string().max(60), id, rev: counter, fields, territory: id.nullable().optional() })
export type PulledRow = Readonly<z.infer<typeof pulledRow>>

/** One page of the change feed: rows as they are now, and rows that are gone for this user (deleted, or moved away). */
export const pullPage = z.object({
  kind: z.literal('page'),
  epoch: z.string().max(64),
  serverMs: ms,
  cursor: z.string().max(200),
  more: z.boolean(),
  /** Every mutation of this device up to this number is in the rows of this page. */
  appliedSeq: counter,
  /** The territories of this user; a copy of any other is purged, a copy of a new one is begun (SYNC-10). */
  territories: z.array(id),
  rows: z.array(pulledRow),
  gone: z.array(z.object({ entity: z.string().max(60), id, rev: counter })),
})
export type PullPage = Readonly<z.infer<typeof pullPage>>

export const pullAnswer = z.discriminatedUnion('kind', [
  pullPage,
  /** The cursor is of another epoch, older than the server remembers, or of a role that saw otherwise: copy anew, keep the outbox. */
  z.object({ kind: z.literal('copy-anew'), epoch: z.string().max(64), serverMs: ms }),
])
export type PullAnswer = Readonly<z.infer<typeof pullAnswer>>

/** Rows that everybody has are copied as a territory of this name. */
export const everyonesTerritory = '*'

export const copyRequest = z.object({
  protocol: z.number().int(),
  device: id,
  territory: id,
  /** Opaque token of the last page that was applied; null: from the start. */
  after: z.string().max(300).nullable(),
  /** The server ends the stream after about so many rows, so that changes are pulled in between. */
  rows: z.number().int().min(1).max(1_000_000),
})
export type CopyRequest = Readonly<z.infer<typeof copyRequest>>

/**
 * One line of the stream of a first copy: rows of one entity, column by column names in `fields`, each row
 * `[id, rev, ...values]`. Customers, their numbers and open work come first (SYNC-11).
 */
export const copyPage = z.object({
  kind: z.literal('copy'),
  epoch: z.string().max(64),
  territory: id,
  /** Where the feed stood when this copy began: what a copy without a cursor begins to pull from. */
  cursor: z.string().max(200),
  /** What it was given under (`sight.ts`): rows of two sights are never in one copy. */
  sight: z.string().max(64).optional(),
  entity: z.string().max(60),
  fields: z.array(z.string().max(60)),
  rows: z.array(z.tuple([id, counter], z.unknown())),
  /** To go on after this page; null: this territory is complete. */
  after: z.string().max(300).nullable(),
  /** Of this territory, about: rows sent up to here, and in all. */
  done: counter,
  total: counter,
})
export type CopyPage = Readonly<z.infer<typeof copyPage>>

/** Answers that are no success, as bodies of 4xx and 5xx; each says what the client must do. */
export const syncProblem = z.object({
  problem: z.enum([
    /** 401: refresh the token, then sign in again. */
    'unauthenticated',
    /** 403: this device was revoked; sign out. What waits may still be given to `/sync/quarantine`. */
    'revoked',
    /** 403: give what waits to `/sync/quarantine`, then delete the copy. */
    'wipe',
    /** 426: `oldest` is newer than this client. */
    'client-too-old',
    /** 426: the client speaks a newer protocol than this server. */
    'client-too-new',
    'malformed',
    'too-large',
    /** 503 with Retry-After: no database, no space. Nothing was taken. */
    'unavailable',
  ]),
  oldest: z.number().int().optional(),
  newest: z.number().int().optional(),
})
export type SyncProblem = Readonly<z.infer<typeof syncProblem>>

/** What the WebSocket `/sync/news` says; it carries no data. */
export const news = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), serverMs: ms }),
  z.object({ kind: z.literal('news') }),
  /** Ask again by HTTP: the answer there says why. */
  z.object({ kind: z.literal('rights') }),
  z.object({ kind: z.literal('going-down') }),
  z.object({
    kind: z.literal('presence'),
    userId: id,
    state: z.enum(['ready', 'not-ready', 'busy', 'wrap-up', 'offline']),
    sinceMs: ms,
  }),
])
export type News = Readonly<z.infer<typeof news>>

/** What the desktop says there: how its operator is. */
export const newsFromDesktop = z.object({
  kind: z.literal('presence'),
  state: z.enum(['ready', 'not-ready', 'busy', 'wrap-up']),
})
