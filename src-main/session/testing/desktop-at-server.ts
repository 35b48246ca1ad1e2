import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log, LogFields } from '#shared/ports/log.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { replaceFile } from '../atomic-file.ts'
import { type AccountOptions, openAccount } from '../open-account.ts'
import { AccountServer } from './account-server.ts'

/** A password costs a test next to nothing. */
export const cheap = { memoryKiB: 8, passes: 1, lanes: 1 } as const
export const olena = { login: 'olena', password: 'correct horse' } as const

/** One computer with its disk, key store and clock, before a scripted server; its desktop may be started again and again. */
export async function desktopAtServer(options: { keys?: 'system' | 'password' } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'dzvin-session-'))
  const clock = new ManualClock()
  const server = new AccountServer(clock)
  const secrets = keyStore(options.keys === 'system')
  const lines: string[] = []
  const disk: { failure: string | undefined } = { failure: undefined }
  let ids = 0
  const start = (more: Partial<AccountOptions> = {}) =>
    openAccount({
      dir,
      serverUrl: 'https://dzvin.example/',
      secrets,
      clock,
      ids: { next: () => `device-${++ids}` },
      log: recordingLog(lines),
      http: server.fetch,
      deviceName: 'Desk 1',
      appVersion: '0.1.0',
      cost: cheap,
      replace: async (path, text) => {
        if (disk.failure) throw Object.assign(new Error(disk.failure), { code: disk.failure })
        await replaceFile(path, text)
      },
      ...more,
    })
  return { dir, clock, server, secrets, lines, disk, start, end: () => rm(dir, { recursive: true, force: true }) }
}

function keyStore(persists: boolean): SecretStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    persists,
    values,
    read: async (name) => values.get(name),
    write: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
  }
}

function recordingLog(lines: string[]): Log {
  const note = (message: string, fields?: LogFields) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { debug: note, info: note, warn: note, error: note, child: () => log }
  return log
}
