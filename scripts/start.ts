import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from './build/build-app.ts'
import { root } from './run-program.ts'
import { chooseHost, type Host } from './start/choose-host.ts'
import { findBrowser, hasDisplay } from './start/find-browser.ts'
import { fetchElectron, findElectron } from './start/find-electron.ts'

/** At most this long is spent on getting Electron, once per installed version. */
const fetchTimeoutMs = 20_000

await buildApp({ force: false, say: (line) => console.log(line) })
const host = await findHost()
const child = startHost(host)
// Ctrl+C reaches the child by the terminal; a signal to this process alone is passed on. Its orderly end is waited for.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'))
process.on('disconnect', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 0))

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
    return spawn(host.program, [...flags, root], { cwd: root, stdio: 'inherit' })
  }
  if (host.kind === 'address') console.log(host.why)
  return spawn(process.execPath, [join(root, 'out/main/browser.js')], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, DZVIN_BROWSER: host.kind === 'window' ? host.program : '' },
  })
}
