import { boolean, defineEntity, oneOf, optional, text } from './define-entity.ts'

export const contactPoints = defineEntity('contact_points', {
  customerId: text(64),
  kind: oneOf(['phone', 'email', 'telegram', 'viber', 'whatsapp']),
  /** E.164 or bare digits for a phone, lower-case address for an e-mail. */
  value: text(200),
  extension: optional(text(11)),
  label: oneOf(['mobile', 'home', 'work', 'other']),
  primary: boolean(),
})
