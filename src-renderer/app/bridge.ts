import { createContext, useContext } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts'
import type { StreamName, StreamValue } from '#shared/contract/streams.ts'
import type { Result } from '#shared/domain/failure/failure.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'

/** The way to the main process, the same in both hosts. Only `connect-bridge.ts` knows which one it is. */
export interface Bridge {
  /** Resolves with the value or the expected failure; a defect of the main process comes as `internal`. Never rejects. */
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>
  /** Hears a stream until unsubscribed; subscribed again by itself after a reconnection. */
  on<N extends StreamName>(name: N, listener: (value: StreamValue<N>) => void): Unsubscribe
  readonly connection: ReadonlyCell<'connecting' | 'connected' | 'lost'>
}

export const BridgeContext = createContext<Bridge | undefined>(undefined)

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('No BridgeContext above this component')
  return bridge
}
