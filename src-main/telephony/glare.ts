/**
 * How long to wait after both sides re-INVITEd at once (491), in milliseconds (RFC 3261 §14.1): the side that chose the
 * Call-ID waits longer, so the two do not meet again.
 */
export function glareDelayMs(ownsCallId: boolean, random: () => number): number {
  return ownsCallId ? 2_100 + Math.floor(random() * 191) * 10 : Math.floor(random() * 201) * 10
}
