import { servants, work } from './access.ts'
import { boolean, defineEntity, guarded, oneOf, optional, text, within } from './define-entity.ts'

export const contactPoints = defineEntity(
  'contact_points',
  { ...work, within: within('customers', 'customerId') },
  {
    customerId: text(64),
    kind: oneOf(['phone', 'email', 'telegram', 'viber', 'whatsapp']),
    /** E.164 or bare digits for a phone, lower-case address for an e-mail. */
    value: guarded(text(200), { see: servants, change: servants }),
    extension: optional(text(11)),
    label: oneOf(['mobile', 'home', 'work', 'other']),
    primary: boolean(),
  },
)
