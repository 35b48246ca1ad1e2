import { type Invitation, SessionState } from 'sip.js'

/**
 * When the ACK never comes, sip.js calls `onAckTimeout` 32 s after the 200 even if the call ended meanwhile, and throws
 * from a timer. Nothing is left to do for a call that is over.
 */
export function guardLateAck(invitation: Invitation): void {
  const timeOut = Reflect.get(invitation, 'onAckTimeout') as () => void
  Reflect.set(invitation, 'onAckTimeout', () => {
    if (invitation.state === SessionState.Terminating || invitation.state === SessionState.Terminated) return
    timeOut.call(invitation)
  })
}
