import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Electron's program, if it was downloaded; undefined if not. */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = join(root, 'node_modules/electron')
  const record = join(home, 'path.txt')
  const name = existsSync(record)
    ? readFileSync(record, 'utf8').trim()
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'
  const program = join(env.ELECTRON_OVERRIDE_DIST_PATH || join(home, 'dist'), name)
  return existsSync(program) ? program : undefined
}

/** Tries to download the program, for at most `timeoutMs`, without a word; resolves whether or not it worked. */
export function fetchElectron(root: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const installer = join(root, 'node_modules/electron/install.js')
    if (!existsSync(installer)) return resolve()
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', detached: process.platform !== 'win32' })
    const timer = setTimeout(() => {
      // Its own helpers too: it is the leader of a group of its own.
      if (child.pid && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
      else child.kill('SIGKILL')
    }, timeoutMs)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    child.on('error', done)
    child.on('exit', done)
  })
}
