import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { chunksOf } from './read-body.ts'

/**
 * Writes the body into `file` as it comes, piece by piece; the name is given when all of it is on the disk. Rejects when the
 * connection breaks. `heard` is called with each piece.
 */
export async function saveBody(response: Response, file: string, heard: () => void): Promise<Result<{ readonly bytes: number }>> {
  const begun = `${file}.part`
  try {
    await onDisk(mkdir(dirname(file), { recursive: true }))
    // For nobody else's eyes on this computer.
    const handle = await onDisk(open(begun, 'w', 0o600))
    let bytes = 0
    try {
      for await (const chunk of chunksOf(response)) {
        heard()
        await onDisk(handle.writeFile(chunk))
        bytes += chunk.byteLength
      }
      await onDisk(handle.sync())
    } finally {
      await handle.close()
    }
    await onDisk(rename(begun, file))
    return ok({ bytes })
  } catch (error) {
    await rm(begun, { force: true }).catch(() => undefined)
    if (!(error instanceof DiskRefused)) throw error
    return fail(error.full ? 'store-full' : 'store-unavailable')
  }
}

class DiskRefused extends Error {
  override readonly name = 'DiskRefused'
  readonly full: boolean

  constructor(cause: unknown) {
    super('The file could not be written', { cause })
    this.full = ['ENOSPC', 'EDQUOT'].includes(String((cause as { code?: unknown }).code))
  }
}

/** Told apart from what the connection does. */
async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new DiskRefused(error)
  }
}
