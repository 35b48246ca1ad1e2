import { z } from 'zod'
import { catalogue } from './access.ts'
import { defineEntity, json, oneOf, text } from './define-entity.ts'

/** Settings that hold for more than one desktop; the nearest scope wins. The id is `<scope>:<scopeId>:<key>`. */
export const sharedSettings = defineEntity('shared_settings', catalogue, {
  scope: oneOf(['organisation', 'office', 'team', 'user']),
  scopeId: text(64),
  key: text(100),
  value: json(z.unknown()),
})
