import { connect } from '@nats-io/transport-node'
import type { Carrier } from './node-bus.ts'

const subject = 'dzvin.news'

/** NATS, core: at most once. Connects again for ever by itself; rejects when it cannot connect at the start. */
export async function openNats(url: string): Promise<Carrier & { close(): Promise<void> }> {
  const link = await connect({ servers: url, name: 'dzvin-server', maxReconnectAttempts: -1 })
  return {
    maxBytes: 500_000,
    async send(text) {
      link.publish(subject, text)
    },
    async listen(heard) {
      const subscription = link.subscribe(subject, {
        callback(error, message) {
          if (!error) heard(message.string())
        },
      })
      await link.flush()
      return async () => subscription.unsubscribe()
    },
    close: () => link.drain(),
  }
}
