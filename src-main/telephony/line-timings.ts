import type { BackOff } from './back-off.ts'

/** All waits of the line, in one place so that tests can be quick. */
export interface LineTimings {
  readonly connectTimeoutMs: number
  /** Half-open sockets are found within `pingEveryMs + pongWithinMs`. */
  readonly pingEveryMs: number
  readonly pongWithinMs: number
  readonly registerTimeoutMs: number
  /** REGISTERs sent on one socket before it is given up: a PBX that just started may swallow the first. */
  readonly registerTries: number
  readonly unregisterTimeoutMs: number
  readonly expiresSeconds: number
  readonly maxExpiresSeconds: number
  readonly retry: BackOff
  /** After refused credentials. */
  readonly slowRetry: BackOff
}

export const lineTimings: LineTimings = {
  connectTimeoutMs: 4_000,
  pingEveryMs: 5_000,
  pongWithinMs: 4_000,
  registerTimeoutMs: 3_000,
  registerTries: 2,
  unregisterTimeoutMs: 800,
  expiresSeconds: 120,
  maxExpiresSeconds: 3_600,
  retry: { baseMs: 2_000, maxMs: 60_000 },
  slowRetry: { baseMs: 60_000, maxMs: 600_000 },
}
