import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import type { OperatorState } from '#shared/domain/operator/operator.ts'
import type { Desk } from './desk.ts'
import type { StoreProgress } from './store-progress.ts'
import { refreshCustomer } from './tab-contents.ts'

const tellAtMost = 100

type Presence = 'ready' | 'not-ready' | 'busy' | 'wrap-up'

/** Tells open views what came from the server, and the server how the operator is. Returns the end of it. */
export function followServer(desk: Desk, progress: StoreProgress): () => void {
  const { server, feed, operator, workspace } = desk
  if (!server) return () => {}
  const tell = (state: OperatorState) => server.sync.setPresence(presenceOf(state))
  const stops = [
    server.sync.onApplied(({ customers, interactions, catalogue }) => {
      // A first copy brings thousands that nobody looks at: of those only the open tabs are told.
      const shown = (id: string) => customers.length <= tellAtMost || workspace.withCustomer(id as CustomerId).length > 0
      for (const customerId of customers) if (shown(customerId)) refreshCustomer(desk, customerId as CustomerId)
      for (const interactionId of interactions.slice(0, tellAtMost)) {
        feed.interactions.emit({ interactionId: interactionId as InteractionId })
      }
      if (catalogue) progress.loaded.emit(undefined)
    }),
    operator.state.subscribe(tell),
  ]
  tell(operator.state.get())
  return () => {
    for (const stop of stops) stop()
  }
}

function presenceOf({ kind }: OperatorState): Presence {
  return kind === 'in-call' ? 'busy' : kind
}
