import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'

export interface AppWindowOptions {
  /** Chromium, Chrome or Edge. */
  readonly program: string
  readonly origin: string
  readonly cookie: { readonly name: string; readonly value: string }
  /** A profile of its own, so that the person's own browser is not touched. */
  readonly profileDir: string
  readonly switches: readonly string[]
}

export interface AppWindow {
  /** Resolves with the exit code when the window is closed or could not be opened. */
  readonly closed: Promise<number>
  /** Asks the browser to close. */
  close(): void
}

/**
 * Opens our page as a window without browser furniture. The session's cookie goes through the browser's control pipe
 * (file descriptor 3): arguments can be read by everybody on the machine.
 */
export function openAppWindow(options: AppWindowOptions): AppWindow {
  const { origin, cookie } = options
  const child = spawn(
    options.program,
    [
      `--app=${origin}/opening`,
      `--user-data-dir=${options.profileDir}`,
      '--remote-debugging-pipe',
      '--autoplay-policy=no-user-gesture-required',
      '--window-size=1366,768',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...options.switches,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const pipe = child.stdio[3] as Writable
  // The browser may close its end at any time; `closed` tells.
  pipe.on('error', () => {})
  child.stdio[4]?.on('data', () => {})

  let lastId = 0
  const command = (method: string, params: object) => pipe.write(`${JSON.stringify({ id: ++lastId, method, params })}\0`)
  command('Storage.setCookies', { cookies: [{ ...cookie, url: origin, httpOnly: true, sameSite: 'Strict' }] })

  return {
    closed: new Promise((resolve) => {
      child.on('error', () => resolve(1))
      child.on('exit', (code) => resolve(code ?? 1))
    }),
    close() {
      if (pipe.writable) command('Browser.close', {})
    },
  }
}
