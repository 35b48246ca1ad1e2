// The body of every npm script: brings the packages, then runs scripts/<name>.ts on a Node that can. Plain JavaScript,
// because it starts on whatever Node the machine has.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [name, ...rest] = process.argv.slice(2)

function stop(message) {
  console.error(message)
  process.exit(1)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20) stop(`Node ${process.versions.node} is too old: install Node 20 or later (https://nodejs.org), then try again.`)
const script = join(root, 'scripts', `${name}.ts`)
if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(script)) stop(`No such script: ${name}`)

if (!packagesMatch()) {
  console.log('Installing the packages (npm ci, a minute or two) ...')
  // No scripts: npm would compile better-sqlite3-multiple-ciphers, which brings its binaries ready-made.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) stop('The packages could not be installed: see above. The npm registry must be reachable.')
}

const { node, flags } = findNode()
const child = spawn(node, [...flags, '--disable-warning=ExperimentalWarning', script, ...rest], {
  cwd: root,
  // The channel tells the script when this process is gone, however it ended.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) },
})
// A terminal's Ctrl+C reaches the child by itself; wait for its orderly end.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))

/** Whether node_modules is what package-lock.json says, by npm's own record of the installation. */
function packagesMatch() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' || (present[path] ? present[path].version === entry.version : entry.optional || entry.devOptional),
    )
  } catch {
    return false
  }
}

/** Node 24 comes as a package where there is one; elsewhere the machine's own must run TypeScript. */
function findNode() {
  const own = join(root, 'node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'bin')
  const packaged = join(own, process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(packaged)) return { node: packaged, flags: [] }
  if (major < 22 || (major === 22 && minor < 14)) {
    stop(
      `On ${process.platform}-${process.arch} Node 22.14 or later is needed, this is ${process.versions.node} (https://nodejs.org).`,
    )
  }
  return { node: process.execPath, flags: major === 22 && minor < 18 ? ['--experimental-strip-types'] : [] }
}
