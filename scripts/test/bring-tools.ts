import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runProgram } from '../run-program.ts'

interface Tool {
  readonly command: string
  readonly debian: string
  readonly use: string
}

/** What the end-to-end tests need beside the npm packages. */
const tools: readonly Tool[] = [
  { command: 'chromium', debian: 'chromium', use: 'the browser with the pages' },
  { command: 'sipp', debian: 'sip-tester', use: 'callers at the PBX' },
  { command: 'baresip', debian: 'baresip-core', use: 'a caller with real audio' },
]

/** The commands that are missing after everything was tried that can be: on Debian as root they are installed. */
export async function bringTools(say: (line: string) => void): Promise<readonly string[]> {
  const absent = tools.filter(({ command }) => !isInstalled(command))
  if (absent.length === 0) return []
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    say('Reading the package lists (apt-get update) ...')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await runProgram('apt-get', ['update', '-qq'], env)
    for (const [at, { debian, use }] of absent.entries()) {
      say(`Installing ${debian}, ${use} (${at + 1} of ${absent.length}) ...`)
      await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debian], env)
    }
  }
  const missing = absent.filter(({ command }) => !isInstalled(command))
  for (const { command, debian, use } of missing)
    say(`Missing: ${command}, ${use}. Debian and Ubuntu: sudo apt-get install ${debian}`)
  return missing.map(({ command }) => command)
}

function isInstalled(command: string): boolean {
  if (command === 'chromium' && process.env.DZVIN_CHROMIUM) return existsSync(process.env.DZVIN_CHROMIUM)
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder && existsSync(join(folder, command)))
}
