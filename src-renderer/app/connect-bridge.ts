import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts'
import { type StreamName, type StreamValue, streams } from '#shared/contract/streams.ts'
import { toPage } from '#shared/contract/wire.ts'
import { fail, type Result } from '#shared/domain/failure/failure.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { Bridge } from './bridge.ts'
import type { ReconnectingWire } from './connect-wire.ts'

type Listener = (value: unknown) => void

interface Subscription {
  readonly listeners: Emitter<unknown>
  /** A state's last value, for a view that starts to listen later. */
  last?: { readonly value: unknown }
}

/** The interface's bridge over a wire. Commands wait for the first connection; later, without one, they fail at once. */
export function connectBridge(wire: ReconnectingWire): Bridge {
  const pending = new Map<number, (result: Result<unknown>) => void>()
  const waiting: (() => void)[] = []
  const subscriptions = new Map<string, Subscription>()
  let lastId = 0

  wire.onMessage((raw) => {
    const parsed = toPage.safeParse(raw)
    if (!parsed.success) return
    const message = parsed.data
    if (message.t === 'reply') settle(message.id, { ok: true, value: message.output })
    else if (message.t === 'reply-failed') settle(message.id, { ok: false, failure: message.failure })
    else if (message.t === 'push') {
      const subscription = subscriptions.get(message.name)
      if (!subscription) return
      if (streams[message.name as StreamName].flow === 'state') subscription.last = { value: message.value }
      subscription.listeners.emit(message.value)
    }
  })

  wire.connection.subscribe((connection) => {
    if (connection === 'connected') {
      for (const name of subscriptions.keys()) wire.send({ t: 'subscribe', name })
    } else if (connection === 'lost') {
      for (const id of [...pending.keys()]) settle(id, fail('internal'))
    }
    for (const go of waiting.splice(0)) go()
  })

  function settle(id: number, result: Result<unknown>): void {
    pending.get(id)?.(result)
    pending.delete(id)
  }

  function send(name: string, input: unknown, resolve: (result: Result<unknown>) => void): void {
    if (wire.connection.get() !== 'connected') return resolve(fail('internal'))
    const id = ++lastId
    pending.set(id, resolve)
    try {
      wire.send({ t: 'call', id, name, input })
    } catch {
      // A value that is no JSON: the caller's defect, but never a rejection.
      settle(id, fail('invalid-input'))
    }
  }

  return {
    connection: wire.connection,
    call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>> {
      return new Promise((resolve) => {
        const go = () => send(name, input, resolve as (result: Result<unknown>) => void)
        if (wire.connection.get() === 'connecting') waiting.push(go)
        else go()
      })
    },
    on<N extends StreamName>(name: N, listener: (value: StreamValue<N>) => void) {
      const subscription = subscriptions.get(name) ?? { listeners: new Emitter<unknown>() }
      subscriptions.set(name, subscription)
      const stop = subscription.listeners.subscribe(listener as Listener)
      if (subscription.last) listener(subscription.last.value as StreamValue<N>)
      // Events still in force are asked for again: those who heard them already hear them twice.
      else if (wire.connection.get() === 'connected') wire.send({ t: 'subscribe', name })
      return () => {
        stop()
        if (subscription.listeners.size > 0 || subscriptions.get(name) !== subscription) return
        subscriptions.delete(name)
        if (wire.connection.get() === 'connected') wire.send({ t: 'unsubscribe', name })
      }
    },
  }
}
