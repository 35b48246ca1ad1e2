import type { Bridge } from '#renderer/app/bridge.ts'
import { type CommandInput, type CommandName, type CommandOutput, commands } from '#shared/contract/commands.ts'
import { type StreamName, type StreamValue, streams } from '#shared/contract/streams.ts'
import { fail, type Result } from '#shared/domain/failure/failure.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter, type Unsubscribe } from '#shared/flow/emitter.ts'

type Answer<N extends CommandName> = (input: CommandInput<N>) => Result<CommandOutput<N>> | Promise<Result<CommandOutput<N>>>

/**
 * The main process as a test plays it: streams are pushed by hand, commands answered by given functions. Both sides are
 * parsed by the contract, so a fixture that the real process could not send fails at once. Unanswered commands succeed.
 */
export class FakeBridge implements Bridge {
  readonly connection = new Cell<'connecting' | 'connected' | 'lost'>('connected')
  /** Every command asked so far, the oldest first. */
  readonly asked: { readonly name: CommandName; readonly input: unknown }[] = []
  readonly #answers = new Map<CommandName, (input: never) => unknown>()
  readonly #streams = new Map<StreamName, Emitter<unknown>>()
  readonly #last = new Map<StreamName, unknown>()

  async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>> {
    const parsed = commands[name].input.safeParse(input)
    if (!parsed.success) return fail('invalid-input')
    this.asked.push({ name, input: parsed.data })
    const answer = this.#answers.get(name) as Answer<N> | undefined
    if (!answer) return { ok: true, value: undefined as CommandOutput<N> }
    const result = await answer(input)
    if (result.ok) commands[name].output.parse(result.value)
    return result
  }

  on<N extends StreamName>(name: N, listener: (value: StreamValue<N>) => void): Unsubscribe {
    const emitter = this.#streams.get(name) ?? new Emitter<unknown>()
    this.#streams.set(name, emitter)
    if (this.#last.has(name)) listener(this.#last.get(name) as StreamValue<N>)
    return emitter.subscribe(listener as (value: unknown) => void)
  }

  push<N extends StreamName>(name: N, value: StreamValue<N>): void {
    const parsed = streams[name].value.parse(value)
    if (streams[name].flow === 'state') this.#last.set(name, parsed)
    this.#streams.get(name)?.emit(parsed)
  }

  answer<N extends CommandName>(name: N, answer: Answer<N>): void {
    this.#answers.set(name, answer as (input: never) => unknown)
  }

  /** The inputs of one command so far. */
  askedOf<N extends CommandName>(name: N): CommandInput<N>[] {
    return this.asked.filter((one) => one.name === name).map((one) => one.input as CommandInput<N>)
  }
}
