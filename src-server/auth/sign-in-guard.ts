import { createHash } from 'node:crypto'
import type { Queries } from '../store/database.ts'
import { foldLogin } from './login.ts'

interface Patience {
  /** Wrong tries before the first delay. */
  readonly free: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
  /** So long after the last wrong try all is forgotten. */
  readonly forgetMs: number
}

const hourMs = 3_600_000
/** A login may be tried 5 times, then after 30 s, 1, 2, 4, 8 and each 15 minutes. */
const ofLogin: Patience = { free: 5, firstDelayMs: 30_000, longestDelayMs: 900_000, forgetMs: 24 * hourMs }
/** A whole office may sit behind one address. */
const ofAddress: Patience = { free: 50, firstDelayMs: 10_000, longestDelayMs: 300_000, forgetMs: hourMs }

/**
 * Counts wrong tries in the database, so that all nodes share the count. A try is counted before the password is looked at
 * and given back when it was right: of many at the same moment no more get through than one after the other.
 */
export interface SignInGuard {
  /** Logins that exist and others alike. */
  enter(login: string, address: string, nowMs: number): Promise<Entered>
  /** All was right: the login's count is cleared, the address gets its one try back. */
  right(login: string, address: string): Promise<void>
  /** The password was right and a code is still wanted: this one try is given back, if none came after it. */
  giveBack(login: string, address: string, tries: number): Promise<void>
  /** Forgets the wrong tries of a login, in an administrator's transaction. */
  unlock(login: string, within: Queries): Promise<void>
  /** Takes away counts that are forgotten anyway. */
  sweep(nowMs: number): Promise<void>
}

/** `try`: it may be made, and is the nth one counted. `wait`: it may not. */
export type Entered = { readonly kind: 'try'; readonly tries: number } | { readonly kind: 'wait'; readonly waitMs: number }

export function createSignInGuard(queries: Queries): SignInGuard {
  const giveAddressBack = (address: string) =>
    queries.query(
      `update sign_in_tries set failures = greatest(failures - 1, 0),
         locked_until_ms = case when failures <= $2 then 0 else locked_until_ms end
       where key = $1`,
      [addressKey(address), ofAddress.free],
    )
  return {
    async enter(login, address, nowMs) {
      const byAddress = await count(queries, addressKey(address), ofAddress, nowMs)
      return byAddress.kind === 'wait' ? byAddress : count(queries, loginKey(login), ofLogin, nowMs)
    },
    async right(login, address) {
      await queries.query('delete from sign_in_tries where key = $1', [loginKey(login)])
      await giveAddressBack(address)
    },
    async giveBack(login, address, tries) {
      await queries.query(
        'update sign_in_tries set failures = failures - 1, locked_until_ms = 0 where key = $1 and failures = $2::int',
        [loginKey(login), tries],
      )
      await giveAddressBack(address)
    },
    async unlock(login, within) {
      await within.query('delete from sign_in_tries where key = $1', [loginKey(login)])
    },
    async sweep(nowMs) {
      await queries.query('delete from sign_in_tries where last_at_ms < $1', [nowMs - ofLogin.forgetMs])
    },
  }
}

/** Until when sign-in of these logins waits, by login. */
export async function lockedUntil(queries: Queries, logins: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const keys = new Map(logins.map((login) => [loginKey(login), login]))
  const rows = await queries.query<{ key: string; until: number }>(
    'select key, locked_until_ms as until from sign_in_tries where key = any($1::text[])',
    [[...keys.keys()]],
  )
  return new Map(rows.map(({ key, until }) => [keys.get(key) ?? '', until]))
}

/** Counts a try in one statement, if it may be made: nodes and simultaneous tries share the count. */
async function count(queries: Queries, key: string, patience: Patience, nowMs: number): Promise<Entered> {
  const { free, firstDelayMs, longestDelayMs, forgetMs } = patience
  const [counted] = await queries.query<{ failures: number }>(
    `insert into sign_in_tries as old (key, failures, last_at_ms, locked_until_ms) values ($1, 1, $2::bigint, 0)
     on conflict (key) do update set
       failures = case when old.last_at_ms < $2 - $6::bigint then 1 else old.failures + 1 end,
       last_at_ms = $2,
       locked_until_ms = case
         when old.last_at_ms < $2 - $6::bigint or old.failures + 1 < $3::int then 0
         else $2 + least($4::bigint * power(2, least(old.failures + 1 - $3::int, 30))::bigint, $5::bigint) end
     where old.locked_until_ms <= $2
     returning failures`,
    [key, nowMs, free, firstDelayMs, longestDelayMs, forgetMs],
  )
  if (counted) return { kind: 'try', tries: counted.failures }
  const [row] = await queries.query<{ until: number }>('select locked_until_ms as until from sign_in_tries where key = $1', [key])
  return { kind: 'wait', waitMs: Math.max(1, (row?.until ?? 0) - nowMs) }
}

function loginKey(login: string): string {
  return `login:${createHash('sha256').update(foldLogin(login)).digest('base64url')}`
}

/** One line gets a whole IPv6 /64 and may use each of its addresses (RFC 6177). */
function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return `address:${plain.includes(':') ? networkOf(plain) : plain.slice(0, 60)}`
}

function networkOf(ipv6: string): string {
  const [before = '', after] = ipv6.split('%')[0]?.split('::') ?? []
  const head = before.split(':').filter((group) => group !== '')
  const tail = after?.split(':').filter((group) => group !== '') ?? []
  const middle = after === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return [...head, ...middle, ...tail].slice(0, 4).join(':')
}
