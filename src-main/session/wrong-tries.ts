/** Wrong passwords at this desktop since the last right one. `untilMs`: no try counts before. */
export interface WrongTries {
  readonly count: number
  readonly untilMs: number
}

export const noWrongTries: WrongTries = { count: 0, untilMs: 0 }

const freeTries = 3
const firstDelayMs = 5_000
const longestDelayMs = 900_000

/** The tries with one more that was wrong: after the third the delay doubles each time, up to a quarter of an hour. */
export function oneMoreWrong({ count }: WrongTries, nowMs: number): WrongTries {
  const beyond = count + 1 - freeTries
  const delayMs = beyond < 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(beyond, 20))
  return { count: count + 1, untilMs: nowMs + delayMs }
}
