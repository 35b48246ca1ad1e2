import type { Invitation } from 'sip.js'

/** A day: `setTimeout` fires at once beyond 2^31 ms, and for what is no number. */
const longestSeconds = 86_400

/** sip.js refuses a call at once whose Expires header is huge or unreadable; such a header is taken for none. */
export function guardOddExpires(invitation: Invitation): void {
  const expires = invitation.request.getHeader('expires')
  if (expires === undefined) return
  const seconds = Number(expires)
  if (seconds >= 0 && seconds <= longestSeconds) return
  clearTimeout(Reflect.get(invitation, 'expiresTimer') as NodeJS.Timeout)
}
