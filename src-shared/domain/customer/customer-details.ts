import { z } from 'zod'
import { addressId, customerId, relationId, territoryId } from '../ids.ts'

export const tag = z.string().trim().min(1).max(60)
/** Most that one customer has. */
export const mostTags = 50

/** Whose copies hold the customer; known by name where the directory names it. */
export const territory = z.object({ territoryId, name: z.string().max(200) })
export type Territory = Readonly<z.infer<typeof territory>>

export const addressKind = z.enum(['home', 'work', 'registered', 'delivery', 'other'])
export const address = z.object({
  addressId,
  kind: addressKind,
  /** Street, house, flat. */
  line: z.string().max(300),
  city: z.string().max(100).optional(),
  region: z.string().max(100).optional(),
  postalCode: z.string().max(20).optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().max(2).optional(),
  primary: z.boolean(),
})
export type Address = Readonly<z.infer<typeof address>>

export const relationKind = z.enum(['spouse', 'parent', 'child', 'relative', 'employer', 'employee', 'representative', 'other'])
export const relation = z.object({
  relationId,
  kind: relationKind,
  /** `named`: this customer's row says that the other is its `kind`; `namedBy`: the other's row says it of this customer. */
  direction: z.enum(['named', 'namedBy']),
  note: z.string().max(300).optional(),
  otherCustomerId: customerId,
  /** Missing where this copy does not hold the other. */
  other: z.object({ name: z.string().max(200), kind: z.enum(['person', 'company']) }).optional(),
})
export type Relation = Readonly<z.infer<typeof relation>>
