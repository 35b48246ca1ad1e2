import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'
import { findElectron } from '../../scripts/start/find-electron.ts'

const root = join(import.meta.dirname, '../..')
const program = findElectron(root)
const required = process.env.DZVIN_REQUIRE_ELECTRON === '1'
const why = 'no Electron program here: it is downloaded by "npx install-electron" where code hosts can be reached'

test('the built app opens its window, isolated, with its line up', async () => {
  if (required && !program) throw new Error(`DZVIN_REQUIRE_ELECTRON=1, but ${why}`)
  // biome-ignore lint/suspicious/noSkippedTests: the one test that needs a program which not every machine can have
  test.skip(!program, why)
  const dataDir = mkdtempSync(join(tmpdir(), 'dzvin-electron-'))
  const app = await _electron.launch({
    executablePath: program!,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      root,
    ],
    env: { ...(process.env as Record<string, string>), DZVIN_DATA_DIR: dataDir, DZVIN_DEMO_CUSTOMERS: '50' },
  })
  try {
    await expect
      .poll(() =>
        app
          .windows()
          .map((page) => new URL(page.url()).pathname)
          .sort(),
      )
      .toEqual(['/index.html', '/media.html'])
    const page = app.windows().find((window) => window.url().endsWith('/index.html'))!
    expect(page.url()).toBe('app://dzvin/index.html')
    expect(await page.evaluate(() => [typeof require, typeof process, Object.keys(window.dzvin ?? {}).sort()])).toEqual([
      'undefined',
      'undefined',
      ['onMessage', 'role', 'send'],
    ])
    await expect(page.locator('body')).not.toBeEmpty()
    await page.evaluate(() => window.open('https://example.com/'))
    expect(app.windows()).toHaveLength(2)
  } finally {
    await app.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
