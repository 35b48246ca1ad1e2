import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import { Emitter } from '#shared/flow/emitter.ts'

/** Tells the pages what to ask again, after a change was written. */
export class ChangesFeed {
  readonly customers = new Emitter<{ customerId: CustomerId }>()
  readonly interactions = new Emitter<{ interactionId: InteractionId }>()
}
