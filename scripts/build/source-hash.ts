import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a build is made of; tests beside the sources are not. */
const inputs = [
  'src-shared',
  'src-demo',
  'src-main',
  'src-renderer',
  'resources',
  'scripts/build',
  'package.json',
  'package-lock.json',
]

/** One hash over the content of everything that a build reads, so that a build is repeated exactly when it must be. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(root, input)
    if (!existsSync(path)) continue
    const names = /\.json$/.test(input) ? [''] : listFiles(path)
    for (const name of names) hash.update(`${input}/${name}\0`).update(readFileSync(join(path, name)))
  }
  return hash.digest('hex')
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
