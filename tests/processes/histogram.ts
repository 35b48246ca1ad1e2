/** How many of `values` fell into each bucket, as lines to print. */
export function histogram(values: readonly number[], width: number, unit: string): string {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(Math.floor(value / width), (counts.get(Math.floor(value / width)) ?? 0) + 1)
  const last = Math.max(0, ...counts.keys())
  const most = Math.max(1, ...counts.values())
  const line = (bucket: number) => {
    const count = counts.get(bucket) ?? 0
    const from = String(bucket * width).padStart(6)
    return `${from} ${unit} ${'#'.repeat(Math.ceil((count / most) * 50))} ${count}`
  }
  return Array.from({ length: last + 1 }, (_, bucket) => line(bucket)).join('\n')
}
