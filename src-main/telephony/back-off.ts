export interface BackOff {
  readonly baseMs: number
  readonly maxMs: number
}

/**
 * How long to wait before the next attempt (RFC 5626 §4.5): doubled with each failure up to the maximum, then a random
 * part of the second half, so that a thousand phones do not come back in the same moment. `random` gives 0 ≤ x < 1.
 */
export function retryDelayMs(failures: number, { baseMs, maxMs }: BackOff, random: () => number): number {
  const longest = Math.min(maxMs, baseMs * 2 ** Math.min(failures, 30))
  return Math.round(longest * (0.5 + random() / 2))
}

/** When to REGISTER anew: a random moment between 50 and 85 % of what the PBX granted. */
export function refreshDelayMs(grantedSeconds: number, random: () => number): number {
  return Math.round(grantedSeconds * 1000 * (0.5 + random() * 0.35))
}
