import type { CommandInput, CommandName } from '#shared/contract/commands.ts'
import type { StreamName, StreamValue } from '#shared/contract/streams.ts'
import { type PageWire, type ToPage, wireVersion } from '#shared/contract/wire.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'

/** A host's own seat at the contract, for its tray, notifications and `tel:` links. */
export interface InProcessPage {
  /** Resolves with the failure, if any. */
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Failure | undefined>
  on<N extends StreamName>(name: N, listener: (value: StreamValue<N>) => void): void
  dispose(): void
}

export function openInProcessPage(accept: (wire: PageWire) => void): InProcessPage {
  const pending = new Map<number, (failure: Failure | undefined) => void>()
  const listeners: { readonly name: StreamName; readonly hear: (value: never) => void }[] = []
  const onClose: (() => void)[] = []
  let say: (message: unknown) => void = () => {}
  let lastId = 0

  accept({
    send(message: ToPage) {
      if (message.t === 'push') {
        for (const { name, hear } of listeners) if (name === message.name) hear(message.value as never)
      }
      if (message.t === 'reply' || message.t === 'reply-failed') {
        pending.get(message.id)?.(message.t === 'reply-failed' ? message.failure : undefined)
        pending.delete(message.id)
      }
    },
    onMessage: (listener) => (say = listener),
    onClose: (listener) => onClose.push(listener),
    close() {},
  })
  say({ t: 'hello', role: 'ui', version: wireVersion })

  return {
    call(name, input) {
      return new Promise((resolve) => {
        pending.set(++lastId, resolve)
        say({ t: 'call', id: lastId, name, input })
      })
    },
    on(name, listener) {
      listeners.push({ name, hear: listener })
      say({ t: 'subscribe', name })
    },
    dispose() {
      for (const listener of onClose.splice(0)) listener()
    },
  }
}
