import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** Text from the environment; the empty one counts as not given. */
const given = <T extends z.ZodType>(inner: T) => z.preprocess((value) => (value === '' ? undefined : value), inner)
const whole = (min: number, max: number, otherwise: number) => {
  const words = `must be a whole number from ${min} to ${max}`
  return given(z.coerce.number(words).int(words).min(min, words).max(max, words).default(otherwise))
}
const urlOf = (protocol: RegExp, max: number, words: string) =>
  given(z.url({ protocol, error: words }).max(max, words).optional())
const maybe = (max: number) => given(z.string().max(max).optional())
const address = urlOf(/^https?$/, 300, 'must be an address as https://dzvin.example.com')

const settings = z.object({
  DZVIN_SERVER_HOST: given(z.string().max(200).default('127.0.0.1')),
  DZVIN_SERVER_PORT: whole(0, 65_535, 8_470),
  DATABASE_URL: urlOf(/^postgres(ql)?$/, 2_000, 'must be an address as postgres://user:password@host:5432/database'),
  DZVIN_SERVER_DATA_DIR: given(z.string().max(1_000).optional()),
  DZVIN_SERVER_DATABASE_CONNECTIONS: whole(3, 500, 20),
  DZVIN_PUBLIC_URL: address,
  DZVIN_OFFLINE_DAYS: whole(0, 90, 7),
  DZVIN_OIDC_ISSUER: address,
  DZVIN_OIDC_CLIENT_ID: maybe(300),
  DZVIN_OIDC_CLIENT_SECRET: maybe(1_000),
  DZVIN_OIDC_NAME: maybe(100),
  DZVIN_OIDC_CLAIM: given(z.string().max(100).default('email')),
  DZVIN_NATS_URL: urlOf(/^(nats|tls)$/, 500, 'must be an address as nats://host:4222'),
  DZVIN_SERVER_LOG_LEVEL: given(
    z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
  ),
  DZVIN_TLS_CERT_FILE: maybe(1_000),
  DZVIN_TLS_KEY_FILE: maybe(1_000),
  DZVIN_TRUST_PROXY: maybe(1_000),
  DZVIN_REQUESTS_PER_MINUTE: whole(10, 1_000_000, 3_000),
  DZVIN_METRICS_TOKEN: given(z.string().min(16, 'must have 16 signs or more').max(500).optional()),
  DZVIN_DEMO_CUSTOMERS: whole(0, 1_000_000, 0),
})

export interface ServerConfig {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly database:
    | { readonly kind: 'postgresql'; readonly url: string; readonly connections: number }
    | { readonly kind: 'embedded'; readonly folder: string }
  /** The embedded database, and the anchors of the audit log. */
  readonly dataFolder: string
  /** Where desktops and browsers reach this server, without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly offlineForMs: number
  /** `claim`: which one is the login. */
  readonly oidc:
    | {
        readonly issuer: string
        readonly clientId: string
        readonly clientSecret?: string
        readonly name: string
        readonly claim: string
      }
    | undefined
  readonly natsUrl: string | undefined
  readonly logLevel: string
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly trustProxy: readonly string[]
  readonly requestsPerMinute: number
  readonly metricsToken: string | undefined
  readonly demoCustomers: number
}

/** What is wrong with the environment, one line a setting; values are not repeated, as they may be secret. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

const dayMs = 86_400_000

/** Reads and judges everything at once; throws `BadConfig`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const parsed = settings.safeParse(env)
  const wrong = [
    ...(parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
    ...(parsed.success ? contradictions(parsed.data) : []),
    ...unknownNames(env),
  ]
  if (!parsed.success || wrong.length > 0) throw new BadConfig(wrong.join('\n'))
  const read = parsed.data
  const dataFolder = read.DZVIN_SERVER_DATA_DIR ?? join(env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'dzvin-server')
  return {
    host: read.DZVIN_SERVER_HOST,
    port: read.DZVIN_SERVER_PORT,
    database:
      read.DATABASE_URL === undefined
        ? { kind: 'embedded', folder: dataFolder }
        : { kind: 'postgresql', url: read.DATABASE_URL, connections: read.DZVIN_SERVER_DATABASE_CONNECTIONS },
    dataFolder,
    publicUrl: read.DZVIN_PUBLIC_URL?.replace(/\/+$/, ''),
    offlineForMs: read.DZVIN_OFFLINE_DAYS * dayMs,
    oidc:
      read.DZVIN_OIDC_ISSUER === undefined || read.DZVIN_OIDC_CLIENT_ID === undefined
        ? undefined
        : {
            issuer: read.DZVIN_OIDC_ISSUER,
            clientId: read.DZVIN_OIDC_CLIENT_ID,
            ...(read.DZVIN_OIDC_CLIENT_SECRET !== undefined && { clientSecret: read.DZVIN_OIDC_CLIENT_SECRET }),
            claim: read.DZVIN_OIDC_CLAIM,
            name: read.DZVIN_OIDC_NAME ?? new URL(read.DZVIN_OIDC_ISSUER).host,
          },
    natsUrl: read.DZVIN_NATS_URL,
    logLevel: read.DZVIN_SERVER_LOG_LEVEL,
    tls: readTls(read.DZVIN_TLS_CERT_FILE, read.DZVIN_TLS_KEY_FILE),
    trustProxy: (read.DZVIN_TRUST_PROXY ?? '').split(/[\s,]+/).filter((part) => part !== ''),
    requestsPerMinute: read.DZVIN_REQUESTS_PER_MINUTE,
    metricsToken: read.DZVIN_METRICS_TOKEN,
    demoCustomers: read.DZVIN_DEMO_CUSTOMERS,
  }
}

function contradictions(read: z.infer<typeof settings>): string[] {
  const wrong: string[] = []
  const must = (holds: boolean, words: string) => {
    if (!holds) wrong.push(words)
  }
  must(
    (read.DZVIN_OIDC_ISSUER === undefined) === (read.DZVIN_OIDC_CLIENT_ID === undefined),
    'DZVIN_OIDC_ISSUER and DZVIN_OIDC_CLIENT_ID: give both or none',
  )
  must(
    read.DZVIN_OIDC_ISSUER === undefined || read.DZVIN_PUBLIC_URL !== undefined,
    'DZVIN_PUBLIC_URL: needed with DZVIN_OIDC_ISSUER, as the provider sends people back to it',
  )
  must(
    (read.DZVIN_TLS_CERT_FILE === undefined) === (read.DZVIN_TLS_KEY_FILE === undefined),
    'DZVIN_TLS_CERT_FILE and DZVIN_TLS_KEY_FILE: give both or none',
  )
  must(
    isLoopback(read.DZVIN_SERVER_HOST) || read.DZVIN_TLS_CERT_FILE !== undefined || read.DZVIN_TRUST_PROXY !== undefined,
    `DZVIN_SERVER_HOST: other machines may reach this address, so passwords need TLS: give DZVIN_TLS_CERT_FILE and DZVIN_TLS_KEY_FILE, or name the proxy that does it in DZVIN_TRUST_PROXY`,
  )
  must(
    read.DZVIN_NATS_URL === undefined || read.DATABASE_URL !== undefined,
    'DZVIN_NATS_URL: is for several servers, which need a common DATABASE_URL',
  )
  return wrong
}

/** A misspelt setting would silently count for nothing. */
function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  // The desktop's, which may be started from the same shell.
  const known = new Set([...Object.keys(settings.shape), 'DZVIN_SERVER_URL'])
  return Object.keys(env)
    .filter((name) => /^DZVIN_(SERVER|OIDC|TLS|NATS|METRICS)_/.test(name) && !known.has(name))
    .map((name) => `${name}: there is no such setting`)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

function readTls(cert: string | undefined, key: string | undefined): ServerConfig['tls'] {
  if (cert === undefined || key === undefined) return undefined
  const read = (name: string, path: string) => {
    try {
      return readFileSync(path, 'utf8')
    } catch (cause) {
      throw new BadConfig(`${name}: the file cannot be read`, { cause })
    }
  }
  return { cert: read('DZVIN_TLS_CERT_FILE', cert), key: read('DZVIN_TLS_KEY_FILE', key) }
}
