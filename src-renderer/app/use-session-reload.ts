import { useEffect, useState } from 'react'
import { isCallGoingOn, sessionIdentity } from './session-identity.ts'
import { useAppState } from './state.ts'

/**
 * Loads the page anew when it became another's desk, but not before the last call has ended: the sound may live in this page.
 * True while that is waited for; then nothing of the former desk may be shown.
 */
export function useSessionReload(onReload: () => void): boolean {
  const identity = useAppState(({ session }) => session && sessionIdentity(session))
  const inCall = useAppState(({ work }) => isCallGoingOn(work))
  const [first, setFirst] = useState(identity)
  if (first === undefined && identity !== undefined) setFirst(identity)
  const isAnother = first !== undefined && identity !== undefined && first !== identity
  useEffect(() => {
    if (isAnother && !inCall) onReload()
  }, [isAnother, inCall, onReload])
  return isAnother
}
