import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { Cell, isSameData } from '#shared/flow/cell.ts'
import type { CopyStanding, LocalCopy } from '#shared/ports/local-copy.ts'
import type { WriterLink } from '../write/writer-wire.ts'
import type { CopyCall, CopyValues } from './copy-wire.ts'

/** The port on the main thread: each call goes to the writer and brings the standing back with its answer. */
export function copyOn(link: WriterLink, standing: Cell<CopyStanding>, catalogueChanged: () => void): LocalCopy {
  async function ask<K extends CopyCall['kind']>(call: Extract<CopyCall, { kind: K }>): Promise<Result<CopyValues[K]>> {
    const answer = await link.copy(call)
    if (answer.kind === 'refused') return fail(`store-${answer.cause}`)
    if (answer.kind === 'failed') return { ok: false, failure: answer.failure }
    standing.set(answer.standing)
    return ok(answer.value as CopyValues[K])
  }
  async function page(call: Extract<CopyCall, { kind: 'pulled' | 'copied' }>) {
    const result = await ask<'pulled' | 'copied'>(call)
    if (result.ok && result.value.catalogue) catalogueChanged()
    return result
  }
  return {
    standing,
    nextPush: () => ask({ kind: 'nextPush' }),
    pushed: async (bytes) => {
      const result = await ask({ kind: 'pushed', bytes })
      if (!result.ok) return result
      // A refused change of a script or a queue is not shown any more.
      if (result.value.catalogue) catalogueChanged()
      return ok()
    },
    nextPull: () => ask({ kind: 'nextPull' }),
    pulled: (bytes) => page({ kind: 'pulled', bytes }),
    nextCopy: () => ask({ kind: 'nextCopy' }),
    copied: (bytes) => page({ kind: 'copied', bytes }),
    everythingWaiting: () => ask({ kind: 'everythingWaiting' }),
    outgoing: (options) => ask({ kind: 'outgoing', ...options }),
    sendAgain: (seq, values = {}) => ask({ kind: 'sendAgain', seq, values }),
    discard: (seq) => ask({ kind: 'discard', seq }),
    conflicts: (options) => ask({ kind: 'conflicts', ...options }),
    whileAway: () => ask({ kind: 'whileAway' }),
    whileAwaySeen: () => ask({ kind: 'whileAwaySeen' }),
  }
}

/** Before the file was opened for the first time. Reading brings the standing as well: what did not change must wake nobody. */
export function unknownStanding(device: string): Cell<CopyStanding> {
  const none: CopyStanding = {
    device,
    cursor: null,
    epoch: null,
    waiting: 0,
    refused: 0,
    conflicts: 0,
    copies: [],
    copiesComplete: 0,
    confirmedAtMs: null,
  }
  return new Cell(none, isSameData)
}
