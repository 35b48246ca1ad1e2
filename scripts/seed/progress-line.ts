export interface ProgressOutput {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const barWidth = 30

/**
 * Shows how far a long work is: one line that redraws itself on a terminal, a plain line for every tenth elsewhere.
 * `startedMs` and `nowMs` are of the same monotonic clock.
 */
export function progressLine(output: ProgressOutput, startedMs: number): (done: number, total: number, nowMs: number) => void {
  let shownTenth = 0
  return (done, total, nowMs) => {
    const part = total === 0 ? 1 : Math.min(1, done / total)
    const seconds = Math.max(0.001, (nowMs - startedMs) / 1_000)
    const figures = `${Math.floor(part * 100)} %  ${done} of ${total} rows, ${Math.round(done / seconds)}/s`
    if (output.isTTY) {
      const filled = Math.round(part * barWidth)
      output.write(`\r[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${figures}\u001b[K${part === 1 ? '\n' : ''}`)
      return
    }
    const tenth = Math.floor(part * 10)
    if (tenth > shownTenth) output.write(`${figures}\n`)
    shownTenth = Math.max(shownTenth, tenth)
  }
}
