import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { type AccountRecord, openSealed } from './account-record.ts'
import type { AccountParts } from './desktop-account.ts'
import { OpenCopy } from './open-copy.ts'
import { storageRefusal } from './storage-failure.ts'
import { noWrongTries, oneMoreWrong } from './wrong-tries.ts'

/**
 * One try of a password at a copy. It is counted as wrong before it is made: whoever ends the process in between has not saved
 * a try. A disk that takes no count gives no try.
 */
export async function guardedTry(
  { files, keys, time }: Pick<AccountParts, 'files' | 'keys' | 'time'>,
  record: AccountRecord,
  password: string,
): Promise<Result<{ key: Uint8Array; record: AccountRecord }>> {
  const nowMs = time.now(record.user.userId, record.seenMs)
  const { wrong } = files.byUser(record.user.userId) ?? record
  if (nowMs < wrong.untilMs) return fail('sign-in-locked', { retryAfterMs: wrong.untilMs - nowMs })
  const counted = { ...record, seenMs: nowMs, wrong: oneMoreWrong(wrong, nowMs) }
  try {
    await files.write(counted)
    const opened = await keys.open(record, password)
    if (!opened) return fail('wrong-credentials')
    const cleared = { ...counted, wrong: noWrongTries }
    await files.write(cleared)
    return ok({ key: opened.key, record: cleared })
  } catch (error) {
    return storageRefusal(error)
  }
}

/** Signs in without the server: for a bounded time after the server's last word. */
export async function tryPassword(parts: AccountParts, record: AccountRecord, password: string): Promise<Result<OpenCopy>> {
  const { time, keys } = parts
  const isOver = (untilMs: number) => time.now(record.user.userId, record.seenMs) >= untilMs
  if (isOver(record.offlineUntilMs)) return fail('offline-sign-in-expired')
  const tried = await guardedTry(parts, record, password)
  if (!tried.ok) return tried
  const { key } = tried.value
  const part = openSealed(record, key)
  // The time in the open part of the file could have been written by anybody.
  if (!part || isOver(part.offlineUntilMs)) return fail('offline-sign-in-expired')
  const { user, deviceId, by } = record
  const isKept = await keys.store(user.login, { userId: user.userId, deviceId, key })
  const copy = new OpenCopy(parts, { record: tried.value.record, key, part, password: by === 'password' ? password : undefined })
  await copy.save({ stays: isKept, owes: true })
  return ok(copy)
}
