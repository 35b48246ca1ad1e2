import type { Session } from 'sip.js'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'
import { glareDelayMs } from './glare.ts'
import { type MediaHandler, MediaStepFailed } from './media-handler.ts'

export interface ReInviteParts {
  readonly session: Session
  readonly handler: MediaHandler
  readonly clock: Clock
  readonly random: () => number
  /** We sent the first INVITE. */
  readonly ownsCallId: boolean
  /** Settles when the call ends: no answer may come after that. */
  readonly over: Promise<void>
}

type Answer = { readonly kind: 'accepted' } | { readonly kind: 'glare' } | { readonly kind: 'refused'; readonly result: Refusal }
type Refusal = Extract<Result<never>, { ok: false }>

const glareTries = 5

/** Offers the call anew, on hold or not. When the peer refuses, everything is as it was. */
export async function reInvite(parts: ReInviteParts, hold: boolean): Promise<Result<undefined>> {
  const { handler, clock, ownsCallId, random, over } = parts
  const before = handler.hold
  for (let tries = 0; tries < glareTries; tries++) {
    const answer = await offerOnce(parts, hold)
    if (answer.kind === 'accepted') return ok()
    handler.hold = before
    if (answer.kind === 'refused') return answer.result
    await Promise.race([over, new Promise<void>((resolve) => void clock.after(glareDelayMs(ownsCallId, random), resolve))])
  }
  return fail('call-failed', { status: 491 })
}

async function offerOnce({ session, handler, over }: ReInviteParts, hold: boolean): Promise<Answer> {
  handler.beginOffer(hold)
  const answer = new Promise<Answer>((resolve) => {
    const refuse = ({ message }: { message: { statusCode?: number } }) =>
      resolve(
        message.statusCode === 491
          ? { kind: 'glare' }
          : { kind: 'refused', result: fail('call-failed', { status: message.statusCode ?? 500 }) },
      )
    session
      .invite({ requestDelegate: { onAccept: () => resolve({ kind: 'accepted' }), onReject: refuse, onRedirect: refuse } })
      .catch(async (error: unknown) => {
        await handler.abandonOffer()
        resolve(
          error instanceof MediaStepFailed
            ? { kind: 'refused', result: { ok: false, failure: error.failure } }
            : { kind: 'glare' },
        )
      })
  })
  const gone = over.then((): Answer => ({ kind: 'refused', result: fail('call-gone') }))
  return Promise.race([answer, gone])
}
