import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Who may come in: a link's token is good once, and gives a cookie that is good until the process ends.
 * Both are 256 random bits; only their hashes are compared, in constant time.
 */
export class Sessions {
  readonly cookieName: string
  readonly #tokens: Buffer[] = []
  readonly #cookies: Buffer[] = []

  /** Cookies ignore ports, so that the port is in the name: two hosts on one machine do not log each other out. */
  constructor(port: number) {
    this.cookieName = `dzvin-${port}`
  }

  issueToken(): string {
    return issue(this.#tokens)
  }

  /** The cookie's value, or undefined for a token that was used or never issued. */
  redeem(token: string): string | undefined {
    const at = indexOf(this.#tokens, token)
    if (at < 0) return undefined
    this.#tokens.splice(at, 1)
    return issue(this.#cookies)
  }

  /** A session without a link, for a window that this process opens itself. */
  issueCookie(): string {
    return issue(this.#cookies)
  }

  admits(cookieHeader: string | undefined): boolean {
    const prefix = `${this.cookieName}=`
    const cookies = (cookieHeader ?? '').slice(0, 8_192).split(/; */)
    return cookies.some((cookie) => cookie.startsWith(prefix) && indexOf(this.#cookies, cookie.slice(prefix.length)) >= 0)
  }
}

function issue(list: Buffer[]): string {
  const secret = randomBytes(32).toString('base64url')
  list.push(hash(secret))
  return secret
}

function indexOf(list: readonly Buffer[], secret: string): number {
  const wanted = hash(secret)
  return list.findIndex((known) => timingSafeEqual(known, wanted))
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
