import { execFileSync } from 'node:child_process'

/** Programs of the machine that only root may use: networks and small disks of a test's own. */
export function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Why these cannot be had here; undefined: they can. To be printed where a test is skipped for it. */
export function whyNot(tries: () => void): string | undefined {
  if (process.platform !== 'linux') return `this needs Linux, not ${process.platform}`
  if (process.getuid?.() !== 0) return 'this needs root'
  try {
    tries()
    return undefined
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')[0]
  }
}
