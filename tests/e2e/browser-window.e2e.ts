import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const root = join(import.meta.dirname, '../..')
const chromium = process.env.DZVIN_CHROMIUM ?? '/usr/bin/chromium'

/** What `npm start` does where there is no Electron; the window is not drawn, as the machine may have no display. */
test('the browser host opens a window of its own, lets it in by the control pipe, and ends in order', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dzvin-window-'))
  const program = join(dataDir, 'browser')
  writeFileSync(
    program,
    `#!/bin/sh\nexec ${chromium} --headless=new --use-fake-device-for-media-stream --use-fake-ui-for-media-stream "$@"\n`,
  )
  chmodSync(program, 0o755)
  const host = spawn(process.execPath, [join(root, 'out/main/browser.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DZVIN_DATA_DIR: dataDir,
      DZVIN_BROWSER: program,
      DZVIN_DEMO_CUSTOMERS: '50',
      DZVIN_LOG_LEVEL: 'debug',
    },
  })
  let said = ''
  host.stdout.setEncoding('utf8').on('data', (part: string) => (said += part))
  const ended = new Promise<number | null>((resolve) => host.on('exit', resolve))
  try {
    const pages = () =>
      existsSync(join(dataDir, 'logs/dzvin.log'))
        ? readFileSync(join(dataDir, 'logs/dzvin.log'), 'utf8')
            .split('\n')
            .filter((line) => line.includes('A page is here'))
            .map((line) => (JSON.parse(line) as { role: string }).role)
        : []
    await expect.poll(pages, { timeout: 60_000 }).toEqual(expect.arrayContaining(['ui', 'media']))
    expect(statSync(join(dataDir, 'launch.json')).mode & 0o777).toBe(0o600)
    // The window has its cookie: no link is printed where others may read it.
    expect(said).not.toContain('token=')
  } finally {
    host.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(existsSync(join(dataDir, 'launch.json'))).toBe(false)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
})
