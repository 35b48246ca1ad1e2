import { useCallback } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts'
import type { Result } from '#shared/domain/failure/failure.ts'
import { useToast } from '../kit/toast.tsx'
import { useBridge } from './bridge.ts'
import { useFailureText } from './failure-text.ts'

/** Runs a command; its failure is shown as a toast, and also returned. For where no better place shows it. */
export function useCommand(): <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<Result<CommandOutput<N>>> {
  const bridge = useBridge()
  const toast = useToast()
  const failureText = useFailureText()
  return useCallback(
    async (name, input) => {
      const result = await bridge.call(name, input)
      if (!result.ok) {
        const { what, todo } = failureText(result.failure)
        toast({ tone: 'bad', title: what, text: todo })
      }
      return result
    },
    [bridge, toast, failureText],
  )
}
