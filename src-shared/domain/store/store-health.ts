import { z } from 'zod'

/** What the operator must know about the local database. */
export const storeHealth = z.object({
  kind: z.enum(['ok', 'full', 'locked', 'corrupt', 'unavailable']),
  /** Changes kept in memory because they could not be written yet. */
  unsaved: z.number().int(),
  /** Where the damaged file was set aside, after a rebuild. */
  setAside: z.string().optional(),
})
export type StoreHealth = Readonly<z.infer<typeof storeHealth>>
