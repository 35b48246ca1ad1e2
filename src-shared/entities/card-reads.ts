import { allRoles } from '../domain/people/role.ts'
import { nobody, work } from './access.ts'
import { defineEntity, integer, optional, serverOnly, text } from './define-entity.ts'

/** A person opened a customer's card: goes into the server's audit log and nowhere else. */
export const cardReads = defineEntity(
  'card_reads',
  { ...work, within: serverOnly, see: nobody, create: allRoles, change: nobody, remove: nobody },
  {
    customerId: text(64),
    interactionId: optional(text(64)),
    atMs: integer(),
  },
)
