import { type Mutation, schemaVersion } from '../protocol.ts'

/** How mutations of older versions are rewritten, so that changes that waited through an upgrade still fit (SYNC-12). */
export interface Lifting {
  /** Rewrites a mutation of version n as one of version n + 1; the key is n. */
  readonly steps: Readonly<Record<number, (mutation: Mutation) => Mutation>>
  readonly newest: number
}

/** One step for each raise of `schemaVersion`. */
export const lifting: Lifting = { steps: {}, newest: schemaVersion }

/** Undefined: of a version that this server does not know. */
export function lift(mutation: Mutation, { steps, newest }: Lifting): Mutation | undefined {
  let lifted = mutation
  while (lifted.schema < newest) {
    const step = steps[lifted.schema]
    if (!step) return undefined
    lifted = { ...step(lifted), schema: lifted.schema + 1 }
  }
  return lifted.schema === newest ? lifted : undefined
}
