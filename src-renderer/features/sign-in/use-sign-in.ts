import { useEffect, useState } from 'react'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'

export type SignInPhase =
  | { readonly kind: 'typing' }
  | { readonly kind: 'asking' }
  /** The server said yes: the page is about to be loaded anew. */
  | { readonly kind: 'opening' }
  /** The provider's page is open in the system's browser. */
  | { readonly kind: 'provider' }

export interface SignIn {
  readonly phase: SignInPhase
  readonly failure: Failure | undefined
  readonly needsCode: boolean
  /** `performance.now()` when the next try is allowed; absent: now. */
  readonly lockedUntilMs: number | undefined
  readonly send: (login: string, password: string, code: string) => void
  readonly sendByProvider: () => void
  readonly back: () => void
}

/** One try to sign in after the other, and what each of them said. */
export function useSignIn(): SignIn {
  const bridge = useBridge()
  const [phase, setPhase] = useState<SignInPhase>({ kind: 'typing' })
  const [failure, setFailure] = useState<Failure>()
  const [needsCode, setNeedsCode] = useState(false)
  const [lockedUntilMs, setLockedUntilMs] = useState<number>()

  useEffect(() => {
    if (lockedUntilMs === undefined) return
    const timer = setTimeout(
      () => {
        setLockedUntilMs(undefined)
        setFailure(undefined)
      },
      Math.max(0, lockedUntilMs - performance.now()),
    )
    return () => clearTimeout(timer)
  }, [lockedUntilMs])

  const failed = (why: Failure) => {
    setPhase({ kind: 'typing' })
    setFailure(why)
    // The page asks for it by itself: `session` says what the copy is locked with.
    if (why.kind === 'old-password-needed' || why.kind === 'passphrase-needed') return setFailure(undefined)
    if (why.kind === 'second-factor-needed' || why.kind === 'second-factor-wrong') setNeedsCode(true)
    const waitMs = why.params?.retryAfterMs
    if (why.kind === 'sign-in-locked' && typeof waitMs === 'number') setLockedUntilMs(performance.now() + waitMs)
  }
  return {
    phase,
    failure,
    needsCode,
    lockedUntilMs,
    send: async (login, password, code) => {
      if (phase.kind === 'asking' || lockedUntilMs !== undefined) return
      setPhase({ kind: 'asking' })
      setFailure(undefined)
      const result = await bridge.call('session.signIn', { login, password, ...(needsCode && code ? { code } : {}) })
      if (result.ok) setPhase({ kind: 'opening' })
      else failed(result.failure)
    },
    sendByProvider: async () => {
      setPhase({ kind: 'provider' })
      setFailure(undefined)
      const result = await bridge.call('session.signInByProvider', {})
      if (!result.ok) failed(result.failure)
    },
    back: () => {
      setPhase({ kind: 'typing' })
      setNeedsCode(false)
      setFailure(undefined)
    },
  }
}
