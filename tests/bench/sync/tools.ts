import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../tools/bench')
const fromTools = createRequire(join(folder, 'package.json'))

/** What the benchmarks compare with lives apart from the product's packages; brought at the first comparison. */
export function bringTools(): void {
  if (existsSync(join(folder, 'node_modules/pouchdb'))) return
  console.log('Installing what is compared with into tools/bench ...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error']
  const done = spawnSync(npm, args, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.status !== 0) throw new Error('tools/bench could not be installed')
}

/** A package of tools/bench, which has no types here: `T` is what is used of it. */
export function toolPackage<T>(name: string): T {
  return fromTools(name) as T
}
