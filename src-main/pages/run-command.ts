import { type CommandName, commands } from '#shared/contract/commands.ts'
import { fail, type Result } from '#shared/domain/failure/failure.ts'
import type { Log } from '#shared/ports/log.ts'
import { StoreUnavailable } from '#shared/ports/store.ts'
import type { Handlers } from './handlers.ts'

export interface RunCommandOptions {
  readonly handlers: Handlers
  readonly log: Log
  readonly checkOutputs: boolean
}

/** Runs one command of a page. Never rejects: a defect is logged with its cause and becomes `internal`. */
export async function runCommand(name: string, input: unknown, options: RunCommandOptions): Promise<Result<unknown>> {
  if (!isCommandName(name)) {
    options.log.warn('Unknown command', { name: name.slice(0, 60) })
    return fail('unknown-command')
  }
  const parsed = commands[name].input.safeParse(input)
  if (!parsed.success) {
    // Paths only: the values may be a customer's.
    options.log.warn('Invalid input', { name, paths: parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5) })
    return fail('invalid-input')
  }
  try {
    const handler = options.handlers[name] as (input: unknown) => Promise<Result<unknown>>
    const result = await handler(parsed.data)
    if (result.ok && options.checkOutputs) commands[name].output.parse(result.value)
    return result
  } catch (error) {
    options.log.error('Command failed', { name, error })
    return fail(error instanceof StoreUnavailable ? 'store-unavailable' : 'internal')
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
