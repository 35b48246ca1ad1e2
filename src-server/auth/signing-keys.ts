import { randomBytes } from 'node:crypto'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Database } from '../store/database.ts'

const dayMs = 86_400_000
/** After so long another key signs. */
const signsForMs = 30 * dayMs
/** A revoked desktop's last token still opens the quarantine; no key goes before that ends. */
export const lastTokenForMs = 30 * dayMs
const keepsForMs = signsForMs + lastTokenForMs + dayMs
/** An unknown key id is looked up again no more often than that: forged ones are free to make. */
const lookAgainMs = 5_000

interface SigningKey {
  readonly kid: string
  readonly secret: Uint8Array
  readonly createdAtMs: number
}

/** The keys of the access tokens, shared by all nodes through the database. */
export interface SigningKeys {
  /** The newest; a new one is made when it is old. */
  current(): Promise<SigningKey>
  byId(kid: string): Promise<SigningKey | undefined>
  /** A new key signs from now on. Tokens of the others stay good for their time. */
  rotate(): Promise<void>
  /** All old keys are gone, and with them all access tokens: a key may have been stolen. */
  replaceAll(): Promise<void>
}

export function createSigningKeys(deps: {
  readonly database: Database
  readonly clock: Clock
  readonly ids: IdSource
}): SigningKeys {
  const { database, clock, ids } = deps
  let keys: readonly SigningKey[] = []
  let readAtMs = Number.NEGATIVE_INFINITY

  let reading: Promise<void> | undefined
  /** Tokens that come together at a node that has just started wait for one reading. */
  const read = () => {
    reading ??= readAll().finally(() => {
      reading = undefined
    })
    return reading
  }
  const readAll = async () => {
    const beganMs = clock.monotonicMs()
    const rows = await database.query<{ kid: string; secret: string; createdAtMs: number }>(
      'select kid, secret, created_at_ms as "createdAtMs" from signing_keys order by created_at_ms desc, kid desc',
    )
    keys = rows.map((row) => ({ ...row, secret: Buffer.from(row.secret, 'base64url') }))
    readAtMs = beganMs
  }
  const make = async (condition: string) => {
    const nowMs = clock.epochMs()
    await database.transaction(async (queries) => {
      // Nodes that start together agree on one key.
      await queries.query('lock table signing_keys in exclusive mode')
      await queries.query(
        `insert into signing_keys (kid, secret, created_at_ms) select $1, $2, $3::bigint
         where not exists (select 1 from signing_keys where ${condition})`,
        [ids.next(), randomBytes(32).toString('base64url'), nowMs],
      )
      await queries.query('delete from signing_keys where created_at_ms < $1', [nowMs - keepsForMs])
    })
    // One that began before would not see the new key.
    await reading
    await read()
  }

  return {
    async current() {
      const isGood = (key: SigningKey | undefined) => key !== undefined && key.createdAtMs > clock.epochMs() - signsForMs
      // Another node may have replaced all keys.
      if (!isGood(keys[0]) || clock.monotonicMs() - readAtMs > 60_000) await read()
      if (!isGood(keys[0])) await make(`created_at_ms > ${clock.epochMs() - signsForMs}`)
      const [newest] = keys
      if (!newest) throw new Error('there is no signing key')
      return newest
    },
    async byId(kid) {
      const find = () => keys.find((key) => key.kid === kid)
      const isStale = clock.monotonicMs() - readAtMs > (find() ? 60_000 : lookAgainMs)
      if (isStale) await read()
      return find()
    },
    rotate: () => make('false'),
    async replaceAll() {
      await database.query('delete from signing_keys')
      await make('false')
    },
  }
}
