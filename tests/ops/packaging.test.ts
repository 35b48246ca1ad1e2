import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { selfSigned } from '../e2e/self-signed.ts'
import { type Child, startChild, tail } from '../pbx/child-process.ts'
import { freeTcpPorts } from '../pbx/free-ports.ts'
import { runCommand, tryCommand } from '../pbx/run-command.ts'
import { until } from '../pbx/until.ts'
import { installedProgram } from './debian-program.ts'

const root = join(import.meta.dirname, '../..')
const unit = readFileSync(join(root, 'resources/server/dzvin-server.service'), 'utf8').replaceAll('/opt/dzvin', root)
const dockerfile = readFileSync(join(root, 'resources/server/Dockerfile'), 'utf8')
const dir = mkdtempSync(join(tmpdir(), 'dzvin-packaging-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const noSystemd = (await installedProgram('systemd-analyze')).why
if (noSystemd) console.log(`the unit file is not verified by systemd: ${noSystemd}`)

const setting = (name: string) => unit.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1] ?? ''

/** Starts it as it is told to be, and ends it as its manager does. */
async function serves(
  command: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>> },
  meanwhile: (env: Readonly<Record<string, string>>) => Promise<void> = async () => undefined,
): Promise<void> {
  const [program = '', ...args] = command
  const [port = 0] = await freeTcpPorts(1)
  const env = { ...options.env, DZVIN_SERVER_PORT: String(port) }
  const child: Child = await startChild(program, args, { cwd: options.cwd, env })
  try {
    await until('it serves', 60_000, async () => {
      if (child.exit()) throw new Error(tail(child))
      return child.output().includes('First administrator: admin')
    })
    await meanwhile(env)
  } finally {
    await child.end(25_000)
  }
  expect(child.exit()).toEqual({ code: 0, signal: null })
}

describe('the systemd unit', () => {
  it.skipIf(noSystemd)('is as systemd wants it', async () => {
    const file = join(dir, 'dzvin-server.service')
    writeFileSync(file, unit)
    const { stdout, stderr } = await runCommand('systemd-analyze', ['verify', file], { timeoutMs: 30_000 })
    expect(stdout + stderr).toBe('')
  })

  it('starts the server with its command line and environment, and ends it by SIGTERM within its time', async () => {
    const environment = Object.fromEntries(
      setting('Environment')
        .split(' ')
        .map((pair) => pair.split('=') as [string, string]),
    )
    expect(environment).toMatchObject({ NODE_ENV: 'production', DZVIN_SERVER_DATA_DIR: '/var/lib/dzvin' })
    const env = { ...environment, DZVIN_SERVER_DATA_DIR: join(dir, 'unit') }
    await serves(setting('ExecStart').split(' '), { cwd: setting('WorkingDirectory'), env })
  }, 120_000)
})

describe('the Dockerfile', () => {
  it('copies all that the server needs: its command serves from those files alone, and its health check finds it', async () => {
    const image = join(dir, 'image')
    mkdirSync(image)
    for (const [, words = ''] of dockerfile.matchAll(/^COPY (.*)$/gm)) {
      const sources = words.split(' ').slice(0, -1)
      for (const source of sources) cpSync(join(root, source), join(image, source), { recursive: true, filter: isInContext })
    }
    symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'))
    const [check, command] = [...dockerfile.matchAll(/CMD (\[.*\])$/gm)].map(([, words = '']) => JSON.parse(words) as string[])
    expect([check?.[0], command?.[0]]).toEqual(['node', 'node'])
    const { cert, key } = selfSigned()
    writeFileSync(join(dir, 'cert.pem'), cert)
    writeFileSync(join(dir, 'key.pem'), key)
    const env = {
      NODE_ENV: 'production',
      DZVIN_SERVER_DATA_DIR: join(dir, 'container'),
      DZVIN_SERVER_HOST: '0.0.0.0',
      DZVIN_TLS_CERT_FILE: join(dir, 'cert.pem'),
      DZVIN_TLS_KEY_FILE: join(dir, 'key.pem'),
    }
    const ask = (running: Readonly<Record<string, string>>) =>
      tryCommand(process.execPath, check!.slice(1), { env: running, timeoutMs: 10_000 })
    await serves([process.execPath, ...command!.slice(1)], { cwd: image, env }, async (running) => {
      expect(await ask(running)).toMatchObject({ code: 0 })
      expect(await ask({ ...running, DZVIN_SERVER_PORT: '1' })).toMatchObject({ code: 1 })
    })
  }, 120_000)
})

/** As `Dockerfile.dockerignore` has it. */
function isInContext(path: string): boolean {
  return !path.endsWith('.test.ts') && !path.endsWith('/testing')
}
