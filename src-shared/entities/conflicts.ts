import { z } from 'zod'
import { nobody, servants, work } from './access.ts'
import { defineEntity, guarded, integer, json, oneOf, optional, text, within } from './define-entity.ts'

const authorityOnly = { change: nobody }

/**
 * A value that lost, kept until a person has settled it (SYNC-5). Made by the authority alone; a person changes `status`,
 * and with it, in the same write, the row's field itself where another value is to stand.
 */
export const conflicts = defineEntity(
  'conflicts',
  { ...work, within: within('customers', 'customerId'), create: nobody, remove: nobody },
  {
    customerId: guarded(optional(text(64)), authorityOnly),
    kind: guarded(oneOf(['value', 'edit-over-delete']), authorityOnly),
    entity: guarded(text(60), authorityOnly),
    rowId: guarded(text(64), authorityOnly),
    field: guarded(text(60), authorityOnly),
    before: guarded(optional(json(z.unknown())), authorityOnly),
    kept: guarded(optional(json(z.unknown())), authorityOnly),
    keptBy: guarded(optional(text(64)), authorityOnly),
    keptDevice: guarded(optional(text(64)), authorityOnly),
    keptAtMs: guarded(integer(), authorityOnly),
    lost: guarded(optional(json(z.unknown())), authorityOnly),
    lostBy: guarded(optional(text(64)), authorityOnly),
    lostDevice: guarded(optional(text(64)), authorityOnly),
    lostAtMs: guarded(integer(), authorityOnly),
    status: guarded(oneOf(['open', 'settled']), { change: servants }),
    settledBy: optional(text(64)),
    settledAtMs: optional(integer('largest')),
  },
)
