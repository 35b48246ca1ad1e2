import { z } from 'zod'

/** The sync badge and its panel. Times are epoch milliseconds. */
export const syncState = z.object({
  /** `off`: no server. `copying`: the first copy is under way (the app is usable). `offline`: see `sinceMs`. */
  kind: z.enum(['off', 'up-to-date', 'sending', 'copying', 'offline', 'problem']),
  /** Changes of this device that the server has not confirmed. */
  waiting: z.number().int(),
  /** Changes that the server refused and nobody has looked after. */
  refused: z.number().int(),
  /** Open conflicts. */
  conflicts: z.number().int(),
  sinceMs: z.number().int().optional(),
  /** The server last confirmed that this copy is current. */
  confirmedAtMs: z.number().int().optional(),
  /** 0-1, of the first copy. */
  copied: z.number().min(0).max(1).optional(),
  problem: z.enum(['server-older', 'app-older', 'signed-out', 'disk', 'server-defect', 'clock']).optional(),
  /** The next try to reach the server. */
  retryAtMs: z.number().int().optional(),
})
export type SyncState = Readonly<z.infer<typeof syncState>>

/** Why the server would not take a change, or where it put it. */
export const refusalReason = z.enum([
  'unknown-entity',
  'unknown-field',
  'invalid-value',
  'too-large',
  'no-right',
  'field-right',
  'not-your-row',
  'row-missing',
  'row-exists',
  'foreign-actor',
  'version',
  'territory-lost',
  'server-defect',
])
export type RefusalReason = z.infer<typeof refusalReason>

export const fieldValue = z.object({ field: z.string().max(60), value: z.unknown() })

/** One change in the panel: waiting, or refused with its reason. */
export const outgoingChange = z.object({
  seq: z.number().int(),
  entity: z.string().max(60),
  row: z.string().max(64),
  kind: z.enum(['create', 'patch', 'delete']),
  /** The customer it is about, for the link and the words. */
  customerId: z.string().max(64).optional(),
  customerName: z.string().max(200).optional(),
  values: z.array(fieldValue),
  madeAtMs: z.number().int(),
  reason: refusalReason.optional(),
  /** The field at fault, where it is one. */
  field: z.string().max(60).optional(),
})
export type OutgoingChange = Readonly<z.infer<typeof outgoingChange>>

/** One field that two people changed, or a row that one changed and another deleted. */
export const conflictRecord = z.object({
  conflictId: z.string().max(64),
  kind: z.enum(['value', 'edit-over-delete']),
  entity: z.string().max(60),
  row: z.string().max(64),
  field: z.string().max(60),
  customerId: z.string().max(64).optional(),
  customerName: z.string().max(200).optional(),
  /** What both had seen. */
  before: z.unknown(),
  /** The value that stands now, and the one that lost. */
  kept: z.object({ value: z.unknown(), by: z.string().max(200), atMs: z.number().int(), device: z.string().max(200) }),
  lost: z.object({ value: z.unknown(), by: z.string().max(200), atMs: z.number().int(), device: z.string().max(200) }),
  status: z.enum(['open', 'settled']),
  settledBy: z.string().max(200).optional(),
  settledAtMs: z.number().int().optional(),
})
export type ConflictRecord = Readonly<z.infer<typeof conflictRecord>>

/** What came in while this desktop was away for long. */
export const whileAway = z.object({
  fromMs: z.number().int(),
  toMs: z.number().int(),
  customersAdded: z.number().int(),
  customersChanged: z.number().int(),
  interactions: z.number().int(),
  casesOpened: z.number().int(),
  tasksForMe: z.number().int(),
  customersLeft: z.number().int(),
  /** The most changed customers, to look at. */
  customers: z.array(z.object({ customerId: z.string().max(64), name: z.string().max(200), changes: z.number().int() })).max(20),
})
export type WhileAway = Readonly<z.infer<typeof whileAway>>
