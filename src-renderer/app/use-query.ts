import { useCallback, useEffect, useRef, useState } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts'
import type { StreamName } from '#shared/contract/streams.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from './bridge.ts'
import { useAppState } from './state.ts'

export type Query<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure }

/**
 * Asks a command that only reads, again when its input changes, when one of `refreshOn` speaks, and after a reconnection.
 * The old answer stays on screen while the new one comes.
 */
export function useQuery<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  refreshOn: readonly StreamName[] = [],
): { readonly query: Query<CommandOutput<N>>; readonly reload: () => void } {
  const bridge = useBridge()
  const connection = useAppState((state) => state.connection)
  const [query, setQuery] = useState<Query<CommandOutput<N>>>({ kind: 'loading' })
  const inputText = JSON.stringify(input)
  const streamNames = refreshOn.join(' ')
  const asking = useRef<{ again: boolean } | undefined>(undefined)

  const reload = useCallback(() => {
    // Streams may speak faster than answers come: the one on its way is shown, and asked for again once.
    if (asking.current) {
      asking.current.again = true
      return
    }
    const ask = async () => {
      const mine = { again: false }
      asking.current = mine
      const result = await bridge.call(name, JSON.parse(inputText) as CommandInput<N>)
      if (asking.current !== mine) return
      asking.current = undefined
      setQuery(result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', failure: result.failure })
      if (mine.again) void ask()
    }
    void ask()
  }, [bridge, name, inputText])

  useEffect(() => {
    if (connection !== 'lost') reload()
    return () => {
      asking.current = undefined
    }
  }, [reload, connection])
  useEffect(() => {
    const names = streamNames.split(' ').filter(Boolean) as StreamName[]
    const stops = names.map((stream) => bridge.on(stream, reload))
    return () => stops.forEach((stop) => stop())
  }, [bridge, streamNames, reload])

  return { query, reload }
}
