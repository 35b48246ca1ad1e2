import type { Clock } from '#shared/ports/clock.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import type { AccountCalls, Answer, DeviceWords } from './account-calls.ts'

const askEveryMs = 2_000
const longestMs = 600_000

/**
 * Signs in at the provider's page, which is shown in the system's browser; the server tells when it was left.
 * `signal`: the person did something else.
 */
export async function signInAtProvider(
  { calls, clock, openPage, signal }: { calls: AccountCalls; clock: Clock; openPage: (url: string) => void; signal: AbortSignal },
  device: DeviceWords,
): Promise<Answer<SignedIn>> {
  const begun = await calls.beginProvider(device)
  if (begun.kind !== 'done') return begun
  // It goes to the system: nothing but a web page may be opened there.
  if (!/^https?:$/.test(new URL(begun.value.url).protocol)) return failed
  openPage(begun.value.url)
  const untilMs = clock.monotonicMs() + longestMs
  while (clock.monotonicMs() < untilMs) {
    await pause(clock, signal)
    if (signal.aborted) return failed
    const answer = await calls.claimProvider(begun.value.ticket)
    const waits = answer.kind === 'silent' || (answer.kind === 'refused' && answer.problem.problem === 'oidc-pending')
    if (!waits) return answer
  }
  return failed
}

const failed: Answer<never> = { kind: 'refused', problem: { problem: 'oidc-failed' } }

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const stop = clock.after(askEveryMs, resolve)
    signal.addEventListener('abort', () => {
      stop()
      resolve()
    })
  })
}
