import { fail, type Failure, type FailureKind } from '#shared/domain/failure/failure.ts'

/** A line problem and whether hurrying could help: refused credentials are tried again slowly. */
export interface LineProblem {
  readonly failure: Failure
  readonly slow: boolean
  /** The PBX asked for patience (Retry-After). */
  readonly notBeforeMs?: number
}

const unreachable = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])
const untrusted =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT|UNABLE_TO_|INVALID_CA$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/

/** Why the socket could not be opened, by the error of `ws`, `net` or `tls`. */
export function connectProblem(error: unknown): LineProblem {
  const code = codeOf(error)
  const text = error instanceof Error ? error.message : ''
  const httpStatus = Number(/^Unexpected server response: (\d{3})$/.exec(text)?.[1])
  return { failure: connectFailure(code, text, httpStatus), slow: false }
}

function connectFailure(code: string, text: string, httpStatus: number): Failure {
  if (code === 'ERR_INVALID_URL' || error(text, /^(?:Invalid URL|The URL's protocol)/)) return failure('line-bad-address')
  if (untrusted.test(code)) return failure('line-tls-untrusted', { code })
  if (code === 'ECONNREFUSED') return failure('line-refused')
  if (unreachable.has(code) || error(text, /handshake has timed out/i))
    return failure('line-unreachable', code ? { code } : undefined)
  if (httpStatus >= 500) return failure('line-server-error', { status: httpStatus })
  if (httpStatus) return failure('line-not-websocket', { status: httpStatus })
  // Somebody listens there who speaks neither HTTP nor the sip sub-protocol (RFC 7118 §4).
  if (code.startsWith('HPE_') || code === 'ECONNRESET' || error(text, /socket hang up|sub-?protocol|Sec-WebSocket|Upgrade/i)) {
    return failure('line-not-websocket', code ? { code } : undefined)
  }
  return failure('line-unreachable', code ? { code } : undefined)
}

/** What a final answer to REGISTER means. `algorithm`: of the digest challenge, when it was refused for that. */
export function registerProblem(status: number, algorithm?: string): LineProblem {
  if (status === 401 || status === 407) {
    // sip.js knows MD5 alone; the password may well be right.
    if (algorithm && algorithm.toUpperCase() !== 'MD5') return { failure: failure('line-server-error', { status }), slow: true }
    return { failure: failure('line-wrong-password'), slow: true }
  }
  if (status === 403 || status === 404) return { failure: failure('line-forbidden', { status }), slow: true }
  if (status === 408) return { failure: failure('line-no-answer'), slow: false }
  return { failure: failure('line-server-error', { status }), slow: status < 500 }
}

export const badAddress: LineProblem = { failure: failure('line-bad-address'), slow: true }
export const noAnswer: LineProblem = { failure: failure('line-no-answer'), slow: false }
/** The socket broke or fell silent after it had been open. */
export const connectionLost: LineProblem = { failure: failure('line-unreachable'), slow: false }

function failure(kind: FailureKind, params?: Failure['params']): Failure {
  return fail(kind, params).failure
}

function error(text: string, pattern: RegExp): boolean {
  return pattern.test(text)
}

/** Happy Eyeballs wraps the errors of each address; the first says enough. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error.cause ? codeOf(error.cause) : ''
}
