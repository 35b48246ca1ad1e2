import { type Mutation, type PushRequest, pushLimits } from '../protocol.ts'

/** The first of what waits, as many as the engine lets through. */
export function batchOf(request: PushRequest, limit: number, husk: boolean): PushRequest {
  const mutations = request.mutations.slice(0, limit)
  return { ...request, mutations: husk ? mutations.map(huskOf) : mutations }
}

/** Number and id, so that the server can refuse it and go on; whatever it would not read is left at home (SYNC-9). */
function huskOf({ seq, id, entity, row, kind, base, hlc, actor, schema }: Mutation): Mutation {
  return { seq, id, entity, row, kind, fields: { husk: true }, before: {}, base, hlc, actor, schema }
}

/** For the quarantine, which takes no more at once than a push does. */
export function batchesOf(request: PushRequest): PushRequest[] {
  const batches: Mutation[][] = []
  let bytes = 0
  for (const mutation of request.mutations) {
    // At most three bytes of UTF-8 for each unit of the text.
    const size = JSON.stringify(mutation).length * 3
    const last = batches.at(-1)
    if (last && last.length < pushLimits.mutations && bytes + size <= pushLimits.bytes) {
      last.push(mutation)
      bytes += size
    } else {
      batches.push([mutation])
      bytes = size
    }
  }
  return batches.map((mutations) => ({ ...request, mutations }))
}
