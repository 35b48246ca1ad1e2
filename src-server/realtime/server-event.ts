import { z } from 'zod'
import type { ServerEvent } from './event-bus.ts'

const id = z.string().min(1).max(64)
const event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes'), territories: z.array(id) }),
  z.object({ kind: z.literal('rights'), userId: id }),
  z.object({
    kind: z.literal('presence'),
    userId: id,
    state: z.enum(['ready', 'not-ready', 'busy', 'wrap-up', 'offline']),
    sinceMs: z.number().int(),
  }),
])
const parcel = z.object({ node: z.string().max(64), events: z.array(event) })

/** What goes from node to node: some events, and whose they are, as a node hears its own words too. */
export interface Parcel {
  readonly node: string
  readonly events: readonly ServerEvent[]
}

export function readParcel(text: string): Parcel | undefined {
  try {
    return parcel.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Changes become one event, of each presence the last counts. */
export function mergeEvents(events: readonly ServerEvent[]): ServerEvent[] {
  const territories = new Set<string>()
  const others = new Map<string, ServerEvent>()
  for (const one of events) {
    if (one.kind === 'changes') for (const territory of one.territories) territories.add(territory)
    else others.set(`${one.kind} ${one.userId}`, one)
  }
  return [...(territories.size > 0 ? [{ kind: 'changes' as const, territories: [...territories] }] : []), ...others.values()]
}
