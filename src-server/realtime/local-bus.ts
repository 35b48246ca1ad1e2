import type { EventBus, ServerEvent } from './event-bus.ts'

/** News within this process. */
export function localBus(): EventBus {
  const listeners = new Set<(event: ServerEvent) => void>()
  return {
    publish(event) {
      for (const heard of [...listeners]) heard(event)
    },
    subscribe(heard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
    async close() {
      listeners.clear()
    },
  }
}
