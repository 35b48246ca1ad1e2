import type { CommandName, CommandOutput, CommandParsed } from '#shared/contract/commands.ts'
import type { Result } from '#shared/domain/failure/failure.ts'

/**
 * The use cases behind the contract, one a command. The input has been parsed; an expected failure is a value,
 * a defect is thrown (the page gets `internal`, the log gets the cause).
 */
export type Handlers = {
  readonly [N in CommandName]: (input: CommandParsed<N>) => Promise<Result<CommandOutput<N>>>
}
