import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runProgram } from './run-program.ts'

/**
 * Formatter and linter live apart from the product's packages (tools/lint), because their builds for other platforms are
 * not in every registry; brought at the first use.
 */
export async function runBiome(args: readonly string[]): Promise<number> {
  const folder = join(root, 'tools/lint')
  const program = join(folder, 'node_modules/.bin', process.platform === 'win32' ? 'biome.cmd' : 'biome')
  if (!existsSync(program)) {
    console.log('Installing the formatter and linter into tools/lint ...')
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const args = ['install', '--no-audit', '--no-fund', '--no-package-lock']
    const done = spawnSync(npm, args, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
    if (done.status !== 0) return 127
  }
  return runProgram(program, args)
}
