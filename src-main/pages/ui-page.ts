import { type StreamName, streams } from '#shared/contract/streams.ts'
import type { FromPage, PageWire } from '#shared/contract/wire.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { Log } from '#shared/ports/log.ts'
import { type RunCommandOptions, runCommand } from './run-command.ts'
import type { StreamHub } from './stream-hub.ts'

/** Streams whose values soon age: left out while the wire is backed up. All others are always sent. */
const droppable: ReadonlySet<StreamName> = new Set<StreamName>(['levels'])

/** One interface page: answers its commands, each by itself, and pushes the streams that it subscribed. */
export class UiPage {
  readonly #wire: PageWire
  readonly #hub: StreamHub
  readonly #commands: RunCommandOptions
  readonly #log: Log
  readonly #subscriptions = new Map<StreamName, Unsubscribe>()
  #closed = false

  constructor(wire: PageWire, hub: StreamHub, commands: RunCommandOptions) {
    this.#wire = wire
    this.#hub = hub
    this.#commands = commands
    this.#log = commands.log
    wire.onClose(() => this.#close())
  }

  receive(message: FromPage): void {
    if (this.#closed) return
    switch (message.t) {
      case 'call':
        return void this.#answer(message.id, message.name, message.input)
      case 'subscribe':
        return this.#subscribe(message.name)
      case 'unsubscribe':
        if (!isStreamName(message.name)) return
        this.#subscriptions.get(message.name)?.()
        this.#subscriptions.delete(message.name)
        return
      case 'hello':
      case 'answer':
      case 'answer-failed':
      case 'report':
        return this.#log.warn('Message out of place', { t: message.t })
    }
  }

  async #answer(id: number, name: string, input: unknown): Promise<void> {
    const result = await runCommand(name, input, this.#commands)
    if (this.#closed) return
    if (result.ok) this.#wire.send({ t: 'reply', id, output: result.value })
    else this.#wire.send({ t: 'reply-failed', id, failure: result.failure })
  }

  /** Subscribing again sends the present value again, for a second view of the same page. */
  #subscribe(name: string): void {
    if (!isStreamName(name)) return this.#log.warn('Unknown stream', { name })
    try {
      if (!this.#subscriptions.has(name))
        this.#subscriptions.set(
          name,
          this.#hub.subscribe(name, (value) => this.#push(name, value)),
        )
      for (const value of this.#hub.present(name)) this.#push(name, value)
    } catch (error) {
      this.#log.error('Stream failed', { name, error })
    }
  }

  #push(name: StreamName, value: unknown): void {
    if (droppable.has(name) && this.#wire.backedUp?.()) return
    this.#wire.send({ t: 'push', name, value })
  }

  #close(): void {
    this.#closed = true
    for (const stop of this.#subscriptions.values()) stop()
    this.#subscriptions.clear()
  }
}

function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name)
}
