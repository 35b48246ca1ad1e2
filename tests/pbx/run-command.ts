import { spawn } from 'node:child_process'

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly timeoutMs: number
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string
}

/** Runs to the end and gives the output; the program is killed after `timeoutMs` (code null). Throws when it cannot be started. */
export function tryCommand(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, LC_ALL: 'C', ...options.env },
      stdio: 'pipe',
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.on('error', () => undefined).end(options.input ?? '')
  })
}

/** As `tryCommand`, but throws with the last lines of its output unless it ends with 0. */
export async function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const result = await tryCommand(program, args, options)
  if (result.code === 0) return result
  const how = result.code === null ? `did not end within ${options.timeoutMs / 1000} s` : `ended with ${result.code}`
  throw new Error(`${program} ${how}: ${lastLines(`${result.stdout}\n${result.stderr}`, 8)}`)
}

export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n')
}
