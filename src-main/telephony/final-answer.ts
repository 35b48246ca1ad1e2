import type { EndReason } from '#shared/domain/call/call.ts'

/** Why an outgoing call came to nothing, by the final SIP status (RFC 3261 §21). */
export function endReasonOf(sipStatus: number): EndReason {
  switch (sipStatus) {
    case 486:
    case 600:
      return 'busy-there'
    case 603:
    case 607:
      return 'declined-there'
    case 408:
    case 480:
      return 'no-answer-there'
    case 404:
    case 484:
    case 604:
      return 'not-found-there'
    default:
      return 'failed'
  }
}
