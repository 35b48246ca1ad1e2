import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { mainConfig, preloadConfig, rendererConfig } from './configs.ts'
import { sourceHash } from './source-hash.ts'

const root = join(import.meta.dirname, '../..')

/** Builds pages and main process into out/. Without `force` only when a source changed since the last build. */
export async function buildApp({ force, say }: { force: boolean; say: (line: string) => void }): Promise<void> {
  const stamp = join(root, 'out/stamp')
  const hash = sourceHash(root)
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  const startedMs = performance.now()
  say('Building the app ...')
  rmSync(stamp, { force: true })
  await build(rendererConfig())
  await build(
    mainConfig({
      electron: join(root, 'src-main/electron/main.ts'),
      browser: join(root, 'src-main/browser/main.ts'),
      'writer-worker': join(root, 'src-main/store/writer-worker.ts'),
    }),
  )
  await build(preloadConfig())
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, hash)
  say(`Built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`)
}
