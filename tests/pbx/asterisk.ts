import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { type AmiAnswer, AmiClient } from './ami-client.ts'
import { type Agent, type PbxPorts, type PbxSetup, writeAsteriskConfig } from './asterisk-config.ts'
import { type Child, startChild, tail } from './child-process.ts'
import { freeTcpPorts, freeUdpPorts } from './free-ports.ts'
import type { PbxImage } from './pbx-image.ts'
import { lastLines } from './run-command.ts'
import { until } from './until.ts'

export interface AsteriskOptions {
  /** Agents 1001, 1002 ...; default 6. All are members of every queue. */
  readonly agents?: number
  /** How long a queue rings one agent before the next; default 15. */
  readonly ringSeconds?: number
  /** RTP ports, two a call leg; default 1000. */
  readonly rtpPorts?: number
  /** Leaves the folder (configuration, log, recordings) behind on stop. */
  readonly keepFiles?: boolean
}

export interface Asterisk {
  readonly version: string
  readonly wsUrl: string
  readonly wssUrl: string
  /** The self-signed certificate of `wssUrl`, for localhost and 127.0.0.1. */
  readonly caFile: string
  readonly ports: PbxPorts
  readonly sipPort: number
  readonly agents: readonly Agent[]
  /** Queues with the number that reaches each (recorded, but for `load`). */
  readonly queues: Readonly<Record<'support' | 'sales' | 'load', string>>
  /** `<linkedid>.wav`, `-rx.wav` (what the caller says) and `-tx.wav` (what the caller hears). Gone after stop. */
  readonly recordingsDir: string
  /** From spawn to ready. */
  readonly startMs: number
  /** A console command's output. */
  cli(command: string): Promise<string>
  ami(fields: Readonly<Record<string, string>>): Promise<AmiAnswer>
  log(): Promise<string>
  /** As a power cut: kill, then start again with the same ports, passwords and database. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A real Asterisk of its own on free ports of 127.0.0.1. It dies with this process. */
export async function startAsterisk(image: PbxImage, options: AsteriskOptions = {}): Promise<Asterisk> {
  const home = await mkdtemp(path.join(tmpdir(), 'dzvin-pbx-'))
  const setup: PbxSetup = {
    image,
    home,
    ports: await pickPorts(),
    agents: Array.from({ length: options.agents ?? 6 }, (_, index) => ({
      user: String(1001 + index),
      password: randomBytes(18).toString('base64url'),
    })),
    amiSecret: randomBytes(18).toString('base64url'),
    ringSeconds: options.ringSeconds ?? 15,
    rtpPorts: options.rtpPorts ?? 1000,
  }
  let running: Running
  try {
    await writeAsteriskConfig(setup)
    running = await boot(setup)
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    throw error
  }
  const { ports } = setup
  return {
    version: image.version,
    wsUrl: `ws://127.0.0.1:${ports.ws}/ws`,
    wssUrl: `wss://localhost:${ports.wss}/ws`,
    caFile: path.join(home, 'keys/pbx.crt'),
    ports,
    sipPort: ports.sip,
    agents: setup.agents,
    queues: { support: '48225550100', sales: '48225550200', load: 'load' },
    recordingsDir: path.join(home, 'spool/monitor'),
    startMs: running.startMs,
    cli: async (command) => (await running.ami.action({ Action: 'Command', Command: command })).response.Output ?? '',
    ami: (fields) => running.ami.action(fields),
    log: () => readLog(home),
    async restart() {
      running.ami.close()
      await running.child.end(0)
      running = await boot(setup)
    },
    async stop() {
      running.ami.close()
      await running.child.end(5_000)
      if (!options.keepFiles) await rm(home, { recursive: true, force: true })
    },
  }
}

interface Running {
  readonly child: Child
  readonly ami: AmiClient
  readonly startMs: number
}

async function boot(setup: PbxSetup): Promise<Running> {
  const startedMs = performance.now()
  const [program, ...args] = setup.image.command
  const child = await startChild(program, [...args, '-f', '-C', path.join(setup.home, 'etc/asterisk.conf')], {
    cwd: setup.home,
    // The machine's OpenSSL configuration may be of another version than the image's OpenSSL.
    env: { OPENSSL_CONF: '/dev/null' },
  })
  try {
    const ami = await until('the manager port answers', 30_000, () => {
      if (child.exit() !== undefined) throw new Error('Asterisk ended while starting')
      return AmiClient.connect(setup.ports.ami, 'test', setup.amiSecret).catch(() => undefined)
    })
    const ask = async (command: string) => (await ami.action({ Action: 'Command', Command: command })).response.Output ?? ''
    await until('Asterisk has booted', 30_000, async () => (await ask('core waitfullybooted')).includes('fully booted'))
    await until('the trunk listens', 10_000, async () => (await ask('pjsip show transports')).includes(`:${setup.ports.sip}`))
    await until('the WebSocket port answers', 10_000, () => answersSip(`ws://127.0.0.1:${setup.ports.ws}/ws`))
    return { child, ami, startMs: Math.round(performance.now() - startedMs) }
  } catch (error) {
    await child.end(0)
    const log = lastLines(await readLog(setup.home), 20)
    throw new Error(`Asterisk ${setup.image.version} did not start: ${(error as Error).message}\n${tail(child)}\n${log}`, {
      cause: error,
    })
  }
}

async function pickPorts(): Promise<PbxPorts> {
  const [ws, wss, ami] = await freeTcpPorts(3)
  const [sip, trunk] = await freeUdpPorts(2)
  if (ws === undefined || wss === undefined || ami === undefined || sip === undefined || trunk === undefined) {
    throw new Error('no free ports')
  }
  return { ws, wss, ami, sip, trunk }
}

function answersSip(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'sip')
    socket.once('error', () => resolve(false))
    socket.once('open', () => {
      socket.terminate()
      resolve(true)
    })
  })
}

function readLog(home: string): Promise<string> {
  return readFile(path.join(home, 'log/messages'), 'utf8').catch(() => '')
}
