export interface Figures {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly p999?: number
}

/** Nearest-rank percentiles. */
export function figuresOf(values: readonly number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }
}

/** One aligned row: name, p50, p99, max in milliseconds. */
export function printMs(name: string, figures: Figures): void {
  const shown = (value: number) => value.toFixed(value < 10 ? 3 : 1).padStart(9)
  const { p50, p99, p999, max, count } = figures
  const tail = p999 === undefined || count < 1_000 ? '' : `  p99.9${shown(p999)}`
  console.log(`${name.padEnd(44)} p50${shown(p50)}  p99${shown(p99)}${tail}  max${shown(max)} ms  (${count})`)
}
