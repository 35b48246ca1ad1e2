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
  const newest = useRef(0)

  const reload = useCallback(() => {
    newest.current += 1
    const mine = newest.current
    void bridge.call(name, JSON.parse(inputText) as CommandInput<N>).then((result) => {
      if (mine !== newest.current) return
      setQuery(result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', failure: result.failure })
    })
  }, [bridge, name, inputText])

  useEffect(() => {
    if (connection !== 'lost') reload()
    return () => {
      newest.current += 1
    }
  }, [reload, connection])
  useEffect(() => {
    const names = streamNames.split(' ').filter(Boolean) as StreamName[]
    const stops = names.map((stream) => bridge.on(stream, reload))
    return () => stops.forEach((stop) => stop())
  }, [bridge, streamNames, reload])

  return { query, reload }
}
