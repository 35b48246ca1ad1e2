import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { failureOfProblem } from '#shared/sync/account-failure.ts'
import type { AccountParts } from './desktop-account.ts'
import type { OpenCopy } from './open-copy.ts'

interface Around extends Pick<AccountParts, 'calls' | 'keys'> {
  readonly copy: OpenCopy
  readonly token: () => Promise<Result<string>>
}

/**
 * Changes the password at the server and at the copy's lock. The copy opens by both while it is not certain that the server has
 * changed it: neither a crash nor a lost answer locks the person out of their own work.
 */
export async function changePassword(around: Around, current: string, next: string): Promise<Result<undefined>> {
  const { copy, keys, calls, token } = around
  if (copy.record.by === 'provider') return fail('no-right')
  const access = await token()
  if (!access.ok) return access
  const present = (await keys.open(copy.record, current))?.wrap ?? copy.record.wraps[0]
  const old = present ? [present] : []
  const fresh = await keys.wrap(copy.record, copy.key, next)
  if (!(await copy.save({ wraps: [...old, fresh] }))) {
    await copy.save({ wraps: old })
    return fail('store-unavailable')
  }
  const answer = await calls.changePassword(current, next, access.value)
  if (answer.kind === 'done') {
    await copy.save({ wraps: [fresh], user: { ...copy.record.user, mustChangePassword: false } })
    return ok()
  }
  if (answer.kind === 'refused' || !answer.lost) await copy.save({ wraps: old })
  return { ok: false, failure: answer.kind === 'refused' ? failureOfProblem(answer.problem) : answer.failure }
}
