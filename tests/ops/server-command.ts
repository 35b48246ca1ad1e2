import { join } from 'node:path'
import { type CommandResult, tryCommand } from '../pbx/run-command.ts'

/** Runs one of the server's programs to its end, as an administrator does. */
export function serverCommand(
  script: 'main.ts' | 'audit/check.ts',
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const root = join(import.meta.dirname, '../..')
  const flags = ['--disable-warning=ExperimentalWarning', join(root, 'src-server', script)]
  return tryCommand(process.execPath, [...flags, ...args], {
    cwd: root,
    env: { DZVIN_SERVER_LOG_LEVEL: 'warn', ...env },
    timeoutMs: 60_000,
  })
}
