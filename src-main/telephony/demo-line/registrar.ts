import { createHash, randomBytes } from 'node:crypto'
import { formatReply, headerOf, type SipRequest, uriOf } from './sip-message.ts'

const defaultExpiresSeconds = 300
const maxExpiresSeconds = 600
const maxNonces = 100

export interface RegistrarAccount {
  readonly user: string
  readonly realm: string
  readonly password: string
}

/** Where the one operator of the demo line is reached: the URI of its Contact, over the channel it registered on. */
export interface Binding<C> {
  readonly channel: C
  readonly contact: string
}

/** A registrar (RFC 3261 section 10) for one account, with digest authentication; the last registration counts. */
export class Registrar<C> {
  readonly #account: RegistrarAccount
  readonly #nonces = new Set<string>()
  #binding: (Binding<C> & { readonly untilMs: number }) | undefined

  constructor(account: RegistrarAccount) {
    this.#account = account
  }

  /** Undefined while nobody is registered or the registration has expired. */
  binding(): Binding<C> | undefined {
    return this.#binding && performance.now() < this.#binding.untilMs ? this.#binding : undefined
  }

  /** The channel is closed. */
  forget(channel: C): void {
    if (this.#binding?.channel === channel) this.#binding = undefined
  }

  /** Gives the answer to a REGISTER. */
  answer(request: SipRequest, channel: C): string {
    const tag = randomBytes(4).toString('hex')
    if (!this.#isAuthorised(request)) {
      return formatReply(request, '401 Unauthorized', tag, [['WWW-Authenticate', this.#challenge()]])
    }
    const contact = headerOf(request, 'contact')
    const expiresSeconds = expiresOf(request, contact)
    if (contact === undefined) return formatReply(request, '200 OK', tag)
    if (expiresSeconds === 0) {
      this.forget(channel)
      return formatReply(request, '200 OK', tag)
    }
    const uri = uriOf(contact)
    if (!/^sips?:[^\s<>]+$/.test(uri)) return formatReply(request, '400 Bad Contact', tag)
    this.#binding = { channel, contact: uri, untilMs: performance.now() + expiresSeconds * 1000 }
    return formatReply(request, '200 OK', tag, [['Contact', `<${uri}>;expires=${expiresSeconds}`]])
  }

  #challenge(): string {
    const nonce = randomBytes(16).toString('hex')
    this.#nonces.add(nonce)
    for (const oldest of this.#nonces) {
      if (this.#nonces.size <= maxNonces) break
      this.#nonces.delete(oldest)
    }
    return `Digest realm="${this.#account.realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`
  }

  #isAuthorised(request: SipRequest): boolean {
    const { user, realm, password } = this.#account
    const given = digestParameters(headerOf(request, 'authorization') ?? '')
    const { nonce = '', uri = '', nc = '', cnonce = '', response = '' } = given
    if (given.username !== user || given.realm !== realm || given.qop !== 'auth' || !this.#nonces.has(nonce)) return false
    const secret = md5(`${user}:${realm}:${password}`)
    return response === md5(`${secret}:${nonce}:${nc}:${cnonce}:auth:${md5(`REGISTER:${uri}`)}`)
  }
}

function expiresOf(request: SipRequest, contact: string | undefined): number {
  const wanted = /;\s*expires=(\d{1,9})/i.exec(contact ?? '')?.[1] ?? headerOf(request, 'expires')
  const seconds = wanted === undefined ? defaultExpiresSeconds : Number(wanted)
  return Number.isFinite(seconds) ? Math.min(seconds, maxExpiresSeconds) : defaultExpiresSeconds
}

function digestParameters(header: string): Readonly<Record<string, string | undefined>> {
  if (!/^Digest\s/i.test(header)) return {}
  return Object.fromEntries(
    [...header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, name, inQuotes, bare]) => [name, inQuotes ?? bare]),
  )
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
