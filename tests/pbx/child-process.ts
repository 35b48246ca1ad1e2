import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lastLines } from './run-command.ts'

export interface Child {
  readonly pid: number
  /** Undefined while it runs. */
  exit(): { readonly code: number | null; readonly signal: string | null } | undefined
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** Its output so far, both streams, at most the last 200,000 characters. */
  output(): string
  signal(name: NodeJS.Signals): void
  /** SIGTERM, then SIGKILL after `patienceMs`; resolves when it is gone. */
  end(patienceMs: number): Promise<void>
}

/**
 * Starts a program that cannot outlive this process: the kernel kills it when its parent dies, however that happens.
 * (`--pdeathsig` survives the exec.)
 */
export async function startChild(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Child> {
  const child: ChildProcess = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
    cwd: options.cwd,
    env: { ...process.env, LC_ALL: 'C', TERM: 'dumb', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await once(child, 'spawn')
  let output = ''
  const keep = (text: string) => {
    output = (output + text).slice(-200_000)
  }
  child.stdout?.setEncoding('utf8').on('data', keep)
  child.stderr?.setEncoding('utf8').on('data', keep)
  let exit: { code: number | null; signal: string | null } | undefined
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => {
      exit = { code, signal }
      resolve(exit)
    })
  })
  return {
    pid: child.pid ?? -1,
    exit: () => exit,
    exited,
    output: () => output,
    signal: (name) => void child.kill(name),
    async end(patienceMs) {
      if (exit !== undefined) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

export function tail(child: Child): string {
  return lastLines(child.output(), 20)
}
