export type CallbackPreset = 'in-an-hour' | 'this-evening' | 'tomorrow-morning'

/** When a callback preset is, in local time. "This evening" is gone once it is nearly evening. */
export function callbackTimes(nowMs: number): readonly { readonly preset: CallbackPreset; readonly atMs: number }[] {
  const inAnHour = new Date(nowMs + 3_600_000)
  inAnHour.setMinutes(Math.ceil(inAnHour.getMinutes() / 5) * 5, 0, 0)
  const evening = new Date(nowMs)
  evening.setHours(18, 0, 0, 0)
  const tomorrow = new Date(nowMs)
  tomorrow.setDate(tomorrow.getDate() + 1)
  tomorrow.setHours(10, 0, 0, 0)
  return [
    { preset: 'in-an-hour', atMs: inAnHour.getTime() },
    ...(evening.getTime() - nowMs > 30 * 60_000 ? [{ preset: 'this-evening', atMs: evening.getTime() } as const] : []),
    { preset: 'tomorrow-morning', atMs: tomorrow.getTime() },
  ]
}
