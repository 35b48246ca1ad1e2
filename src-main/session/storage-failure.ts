import { fail } from '#shared/domain/failure/failure.ts'

/** What the file system's refusal means for the person. */
export function storageRefusal(error: unknown): ReturnType<typeof fail> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string') throw error
  return fail(code === 'ENOSPC' || code === 'EDQUOT' ? 'store-full' : 'store-unavailable')
}
