import { z } from 'zod'

/** A number as it came and as it is shown. Both are bounded and free of control and bidi characters: see `number/`. */
export const phoneNumber = z.object({
  /** `+380671234567`; absent for internal, short and unreadable numbers. */
  e164: z.string().max(16).optional(),
  /** What is dialled to reach it: E.164, or the digits as they came (a short or internal number). */
  dial: z.string().max(64),
  /** `067 123 45 67` at home, `+48 22 555 01 00` abroad. */
  display: z.string().max(64),
  extension: z.string().max(11).optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2).optional(),
})
export type PhoneNumber = Readonly<z.infer<typeof phoneNumber>>

/** Who calls, as far as the wire tells. Display names are a claim of the other side, never a proof. */
export const caller = z.object({
  number: phoneNumber.optional(),
  /** The number is withheld (RFC 3323 Privacy: id, or an anonymous.invalid From). */
  anonymous: z.boolean(),
  displayName: z.string().max(128).optional(),
  /** Which header the number was taken from. */
  source: z.enum(['p-asserted-identity', 'remote-party-id', 'from', 'x-header', 'dialled']),
})
export type Caller = Readonly<z.infer<typeof caller>>

/** What came with the INVITE besides the caller. */
export const callContext = z.object({
  /** The PBX's id of the whole call (X-Call-Id; Asterisk's Linkedid): joins legs, recording and CDR. */
  pbxCallId: z.string().max(128).optional(),
  /** Queue's key (X-Queue), e.g. `support`. */
  queue: z.string().max(64).optional(),
  /** The number that the customer dialled (DNIS). */
  dnis: phoneNumber.optional(),
  /** The PBX already knows who it is (X-Customer-Id). */
  customerHint: z.string().max(64).optional(),
  /** Other X- headers, mapped to names by settings; shown on the card as facts of the call. */
  fields: z.record(z.string().max(64), z.string().max(512)),
})
export type CallContext = Readonly<z.infer<typeof callContext>>
