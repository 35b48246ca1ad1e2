import { z } from 'zod'
import { failure } from '../failure/failure.ts'

/**
 * The state of the line to the PBX, as it may be believed: `registered` carries when the PBX last proved it.
 * `sinceMs`, `verifiedMs` and `retryAtMs` are monotonic.
 */
export const lineState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-configured'), sinceMs: z.number() }),
  z.object({ kind: z.literal('connecting'), sinceMs: z.number(), attempt: z.number().int() }),
  z.object({
    kind: z.literal('registered'),
    sinceMs: z.number(),
    verifiedMs: z.number(),
    demo: z.boolean(),
    user: z.string(),
    server: z.string(),
  }),
  /** Trying again at `retryAtMs`; never gives up. */
  z.object({ kind: z.literal('down'), sinceMs: z.number(), problem: failure, retryAtMs: z.number(), attempt: z.number().int() }),
])
export type LineState = Readonly<z.infer<typeof lineState>>

/** What a person types to connect a PBX. The password is kept by the system's safe storage, never here. */
export const lineSettings = z.object({
  /** `ws://host:8088/ws` or `wss://host:8089/ws`. */
  server: z.string().trim().min(1).max(300),
  /** SIP user, also the digest user name. */
  user: z.string().trim().min(1).max(100),
  /** SIP domain; the server's host when empty. */
  domain: z.string().trim().max(200).optional(),
  displayName: z.string().trim().max(100).optional(),
})
export type LineSettings = Readonly<z.infer<typeof lineSettings>>

/** Which headers the caller's number may be taken from, most trusted first. */
export const callerTrust = z.object({
  order: z
    .array(z.enum(['p-asserted-identity', 'remote-party-id', 'from', 'x-header']))
    .min(1)
    .max(4),
  /** The X- header with the caller's number when `x-header` is in the order, e.g. `X-Caller`. */
  numberHeader: z.string().max(60).optional(),
  /** Country for numbers in national form (ISO 3166-1 alpha-2). */
  homeCountry: z.string().length(2),
  /** Further X- headers shown with the call: header name → label. */
  headerFields: z.record(z.string().max(60), z.string().max(60)),
})
export type CallerTrust = Readonly<z.infer<typeof callerTrust>>
