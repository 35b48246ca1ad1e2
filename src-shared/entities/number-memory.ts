import { servants, work } from './access.ts'
import { defineEntity, integer, optional, text, within } from './define-entity.ts'

/** What operators have said about who calls from a number; its id is the number in E.164. */
export const numberMemory = defineEntity(
  'number_memory',
  { ...work, see: servants, within: within('customers', 'customerId') },
  {
    /** Null: "it is none of the customers we know". */
    customerId: optional(text(64)),
    confirmedAtMs: integer('largest'),
  },
)
