import type { EndReason } from '#shared/domain/call/call.ts'

type CancelReason = Extract<EndReason, 'caller-gave-up' | 'queue-timeout' | 'answered-elsewhere'>

const reasonValue = /(SIP|Q\.850)\s*;[^,]*?cause\s*=\s*(\d{1,3})(?!\d)/giu

/** Q.850 26: non-selected user clearing, "somebody else took it". */
const elsewhere = new Set(['sip 200', 'q.850 26'])
/** 0 is what Asterisk's queue sends when the ring time is over; 19 and 102 are the same in Q.850's words. */
const ringTimeOver = new Set(['q.850 0', 'q.850 19', 'q.850 102'])

/** What a CANCEL means, by its Reason headers (RFC 3326). Without one, or with 127: the caller gave up. */
export function cancelReason(headers: readonly string[]): CancelReason {
  const causes = headers.flatMap((header) =>
    [...header.slice(0, 500).matchAll(reasonValue)].map(([, protocol, cause]) => `${protocol!.toLowerCase()} ${Number(cause)}`),
  )
  if (causes.some((cause) => elsewhere.has(cause))) return 'answered-elsewhere'
  return causes.some((cause) => ringTimeOver.has(cause)) ? 'queue-timeout' : 'caller-gave-up'
}
