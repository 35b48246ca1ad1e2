import { randomUUID } from 'node:crypto'
import { issueAccessToken } from '#server/auth/access-token.ts'
import { openSession } from '#server/auth/sessions.ts'
import { createSigningKeys } from '#server/auth/signing-keys.ts'
import { openPostgresql } from '#server/store/postgresql.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { systemClock } from '#system/system-clock.ts'

export interface MintedDevice {
  readonly deviceId: string
  readonly userId: string
  /** Good for ten minutes. */
  readonly accessToken: string
}

/**
 * Sessions of many devices, written straight into the database: signing in is slow on purpose (argon2id), and not what is
 * looked at.
 */
export async function mintDevices(databaseUrl: string, userId: string, count: number): Promise<MintedDevice[]> {
  const limits = { poolSize: 1, connectTimeoutMs: 5_000, statementTimeoutMs: 30_000, transactionTimeoutMs: 30_000 }
  const database = openPostgresql({ url: databaseUrl, ...limits }, quietLog)
  const keys = createSigningKeys({ database, clock: systemClock, ids: { next: () => randomUUID() } })
  const nowMs = systemClock.epochMs()
  const devices: MintedDevice[] = []
  for (let nth = 0; nth < count; nth++) {
    const deviceId = randomUUID()
    const sessionId = randomUUID()
    const device = { id: deviceId, name: `device ${nth}`, appVersion: '0.0.0' }
    const opened = await database.transaction((queries) =>
      openSession(queries, { sessionId, userId, device, address: '127.0.0.1', nowMs }),
    )
    if (!opened.ok) throw new Error('A session could not be opened')
    const { accessToken } = await issueAccessToken(keys, { userId, sessionId, deviceId }, nowMs)
    devices.push({ deviceId, userId, accessToken })
  }
  await database.close()
  return devices
}
