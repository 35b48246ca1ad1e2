import { builtinModules } from 'node:module'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'

const root = join(import.meta.dirname, '../..')
const shared: InlineConfig = { configFile: false, root, logLevel: 'warn' }

/** Native, or with files of their own beside them that they look for at run time. */
const external = [
  'electron',
  'better-sqlite3-multiple-ciphers',
  '@node-rs/argon2',
  'pino',
  ...builtinModules.flatMap((name) => [name, `node:${name}`]),
]

/** The interface page and the media page: `out/renderer`. */
export function rendererConfig(): InlineConfig {
  const pages = join(root, 'src-renderer')
  return {
    ...shared,
    root: pages,
    plugins: [react()],
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      target: 'chrome140',
      // A data: URL would need a wider policy than the pages have.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: { index: join(pages, 'index.html'), media: join(pages, 'media.html') } },
    },
  }
}

/** Both hosts and the database's worker for Node: `out/main`. */
export function mainConfig(entries: Readonly<Record<string, string>>): InlineConfig {
  return {
    ...shared,
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: join(root, 'out/main'),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: entries,
        external,
        // One folder: what a module finds beside itself it finds beside any chunk.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }
}

/** A sandboxed preload must be one CommonJS file. */
export function preloadConfig(): InlineConfig {
  return {
    ...shared,
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: join(root, 'out/main'),
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { preload: join(root, 'src-main/electron/preload.ts') },
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  }
}
