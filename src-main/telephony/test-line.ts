import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { readLineAddress } from './line-address.ts'
import { connectProblem, noAnswer, registerProblem } from './line-problem.ts'
import type { RegisterAnswer } from './register-request.ts'
import { SipLine, type SipLineParts } from './sip-line.ts'

export type TestLineParts = Pick<SipLineParts, 'account' | 'clock' | 'log' | 'random' | 'timings' | 'authorities' | 'trace'>

/** Connects and registers once, lets go again, and says what was wrong. Answers within the time for both, about 7 s. */
export async function testLine(parts: TestLineParts): Promise<Result<{ roundTripMs: number }>> {
  const address = readLineAddress(parts.account)
  if (!address) return fail('line-bad-address')
  const line = new SipLine({
    ...parts,
    address,
    onState: () => {},
    onLost: () => {},
    onInvite: (invitation) => void invitation.reject({ statusCode: 480 }).catch(() => {}),
  })
  try {
    return await registerOnce(line, parts)
  } finally {
    line.close().catch((error: unknown) => parts.log.warn('test line not closed', { cause: String(error) }))
  }
}

async function registerOnce(line: SipLine, { timings }: TestLineParts): Promise<Result<{ roundTripMs: number }>> {
  try {
    await line.connect()
  } catch (error) {
    return { ok: false, failure: connectProblem(error).failure }
  }
  let answer: RegisterAnswer = await line.requests.send(timings.expiresSeconds, timings.registerTimeoutMs)
  if (answer.kind === 'refused' && answer.status === 423 && answer.minExpiresSeconds) {
    answer = await line.requests.send(answer.minExpiresSeconds, timings.registerTimeoutMs)
  }
  if (answer.kind === 'no-answer') return { ok: false, failure: noAnswer.failure }
  if (answer.kind === 'refused') return { ok: false, failure: registerProblem(answer.status, answer.algorithm).failure }
  await line.requests.send(0, timings.unregisterTimeoutMs)
  return ok({ roundTripMs: answer.roundTripMs })
}
