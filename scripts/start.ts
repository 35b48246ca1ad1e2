import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirOf } from '../src-main/host/data-dir.ts'
import { buildApp } from './build/build-app.ts'
import { root } from './run-program.ts'
import { chooseHost, type Host } from './start/choose-host.ts'
import { findBrowser, hasDisplay } from './start/find-browser.ts'
import { fetchElectron, findElectron } from './start/find-electron.ts'
import { startServer } from './start/start-server.ts'

/** At most this long is spent on getting Electron, once per installed version. */
const fetchTimeoutMs = 20_000

await buildApp({ force: false, say: (line) => console.log(line) })
const host = await findHost()
const server = await ownServer()
const child = startHost(host)
// Ctrl+C reaches the child by the terminal; a signal to this process alone is passed on. Its orderly end is waited for.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'))
process.on('disconnect', () => child.kill('SIGTERM'))
child.on('exit', (code) => {
  server?.stop()
  process.exit(code ?? 0)
})

/** None where the desktop is to work with another server, or with none at all (`DZVIN_SERVER_URL=off`). */
async function ownServer() {
  if (process.env.DZVIN_SERVER_URL) return undefined
  console.log('Starting the central server of the demo ...')
  const dataDir = process.env.DZVIN_DATA_DIR || dataDirOf(process.platform, process.env)
  const running = await startServer(join(dataDir, 'server'))
  console.log('Its demo accounts:')
  for (const { role, login, password } of running.accounts) console.log(`  ${role.padEnd(14)} ${login.padEnd(14)} ${password}`)
  return running
}

/** Where the desktop finds its server, and whom it signs in. */
function deskEnvironment(): NodeJS.ProcessEnv {
  if (process.env.DZVIN_SERVER_URL === 'off') return { ...process.env, DZVIN_SERVER_URL: '' }
  const first = server?.accounts.find(({ role }) => role === 'operator')
  if (!server || !first) return process.env
  const { login, password } = first
  return { ...process.env, DZVIN_SERVER_URL: server.url, DZVIN_FIRST_LOGIN: login, DZVIN_FIRST_PASSWORD: password }
}

async function findHost(): Promise<Host> {
  const display = hasDisplay(process.platform, process.env)
  const browser = findBrowser(process.platform, process.env)
  const tried = join(root, 'node_modules/electron/.fetch-tried')
  if (display && !findElectron(root) && !existsSync(tried)) {
    console.log('Fetching Electron (at most 20 s) ...')
    await fetchElectron(root, fetchTimeoutMs)
    if (!findElectron(root)) {
      writeFileSync(tried, '')
      console.log('Electron cannot be had here: the same app opens in a browser window.')
    }
  }
  return chooseHost({ display, electron: findElectron(root), browser })
}

function startHost(host: Host) {
  if (host.kind === 'electron') {
    console.log('Dzvin opens in Electron. Ctrl+C ends it.')
    // The sandbox of Chromium cannot work for root.
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return spawn(host.program, [...flags, root], { cwd: root, stdio: 'inherit', env: deskEnvironment() })
  }
  if (host.kind === 'address') console.log(host.why)
  return spawn(process.execPath, [join(root, 'out/main/browser.js')], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...deskEnvironment(), DZVIN_BROWSER: host.kind === 'window' ? host.program : '' },
  })
}
