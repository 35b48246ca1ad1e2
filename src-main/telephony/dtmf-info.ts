import type { Session } from 'sip.js'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'

export interface InfoToneParts {
  readonly session: Session
  readonly clock: Clock
  readonly over: Promise<void>
  readonly toneMs: number
}

/** A comma, as in `RTCDTMFSender.insertDTMF`. */
const pauseMs = 2_000

/** Tones as SIP INFO with `application/dtmf-relay`, one request a tone, each after the answer to the one before. */
export async function sendInfoTones(parts: InfoToneParts, tones: string): Promise<Result<undefined>> {
  for (const tone of tones) {
    const sent = tone === ',' ? await pause(parts) : await sendTone(parts, tone)
    if (!sent.ok) return sent
  }
  return ok()
}

async function pause({ clock, over }: InfoToneParts): Promise<Result<undefined>> {
  const waited = new Promise<Result<undefined>>((resolve) => void clock.after(pauseMs, () => resolve(ok())))
  return Promise.race([waited, over.then(() => fail('call-gone'))])
}

function sendTone({ session, over, toneMs }: InfoToneParts, tone: string): Promise<Result<undefined>> {
  const answered = new Promise<Result<undefined>>((resolve) => {
    const refuse = ({ message }: { message: { statusCode?: number } }) =>
      resolve(fail('call-failed', { status: message.statusCode ?? 500 }))
    session
      .info({
        requestDelegate: { onAccept: () => resolve(ok()), onReject: refuse, onRedirect: refuse },
        requestOptions: {
          body: {
            contentDisposition: 'render',
            contentType: 'application/dtmf-relay',
            content: `Signal=${tone}\r\nDuration=${toneMs}\r\n`,
          },
        },
      })
      .catch(() => resolve(fail('call-failed')))
  })
  return Promise.race([answered, over.then(() => fail('call-gone'))])
}
