const floorMs = 500
/** The first two together stay below 5 s, so that the clients of a killed node are back by then, spread out. */
const ceilingsMs = [2_000, 2_500, 5_000, 10_000, 20_000, 30_000] as const
export const longestDelayMs = ceilingsMs[ceilingsMs.length - 1] as number

/** Full jitter between half a second and a ceiling that grows with the failures in a row. `random`: 0 ≤ x < 1. */
export function delayAfter(failures: number, random: number): number {
  const ceilingMs = ceilingsMs[Math.min(Math.max(failures, 1), ceilingsMs.length) - 1] as number
  return Math.round(floorMs + random * (ceilingMs - floorMs))
}
