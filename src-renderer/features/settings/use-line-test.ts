import { useCallback, useRef, useState } from 'react'
import type { CommandInput } from '#shared/contract/commands.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'

export type LineTestState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'works'; readonly roundTripMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Tries an account; a change of the form forgets the answer, also one that is still on its way. */
export function useLineTest() {
  const bridge = useBridge()
  const [state, setState] = useState<LineTestState>({ kind: 'idle' })
  const newest = useRef(0)
  const reset = useCallback(() => {
    newest.current += 1
    setState({ kind: 'idle' })
  }, [])
  const run = useCallback(
    async (input: CommandInput<'line.test'>) => {
      newest.current += 1
      const mine = newest.current
      setState({ kind: 'testing' })
      const result = await bridge.call('line.test', input)
      if (mine !== newest.current) return
      setState(result.ok ? { kind: 'works', roundTripMs: result.value.roundTripMs } : { kind: 'failed', failure: result.failure })
    },
    [bridge],
  )
  return { state, run, reset }
}
