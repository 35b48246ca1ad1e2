import { randomInt } from 'node:crypto'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PbxImage } from './pbx-image.ts'
import { runCommand } from './run-command.ts'

const overlayDir = fileURLToPath(new URL('config', import.meta.url))
const shippedDir = fileURLToPath(new URL('../../resources/pbx/asterisk', import.meta.url))

export interface Agent {
  readonly user: string
  readonly password: string
}

export interface PbxPorts {
  readonly ws: number
  readonly wss: number
  readonly ami: number
  readonly sip: number
  /** Where the trunk sends outgoing calls. */
  readonly trunk: number
}

export interface PbxSetup {
  readonly image: PbxImage
  /** Folder of this one Asterisk. */
  readonly home: string
  readonly ports: PbxPorts
  readonly agents: readonly Agent[]
  readonly amiSecret: string
  /** How long a queue rings one agent. */
  readonly ringSeconds: number
  /** How many RTP ports to take. */
  readonly rtpPorts: number
}

/** The shipped configuration, untouched, under `etc/dzvin`, and around it the test's own: ports, trunk, agents, numbers. */
export async function writeAsteriskConfig(setup: PbxSetup): Promise<void> {
  const { home } = setup
  for (const dir of ['etc', 'keys', 'lib', 'log', 'run', 'cache', 'spool/monitor', 'spool/tmp']) {
    await mkdir(path.join(home, dir), { recursive: true })
  }
  await cp(shippedDir, path.join(home, 'etc/dzvin'), { recursive: true })
  const values = placeholders(setup)
  for (const name of await readdir(overlayDir)) {
    const template = await readFile(path.join(overlayDir, name), 'utf8')
    await writeFile(path.join(home, 'etc', name), fill(template, values), { mode: 0o600 })
  }
  await runCommand(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', path.join(home, 'keys/pbx.key'), '-out', path.join(home, 'keys/pbx.crt')],
    ],
    { timeoutMs: 20_000 },
  )
}

function placeholders({ image, home, ports, agents, amiSecret, ringSeconds, rtpPorts }: PbxSetup): Record<string, string> {
  const rtpStart = 2 * randomInt(8_000, 16_000 - Math.ceil(rtpPorts / 2))
  return {
    HOME: home,
    ETC: path.join(home, 'etc'),
    MODULES: image.modulesDir,
    DATA: image.dataDir,
    WS_PORT: String(ports.ws),
    WSS_PORT: String(ports.wss),
    AMI_PORT: String(ports.ami),
    SIP_PORT: String(ports.sip),
    TRUNK_PORT: String(ports.trunk),
    AMI_SECRET: amiSecret,
    RING_SECONDS: String(ringSeconds),
    // Below the kernel's ephemeral ports (32768); Asterisk passes over the ones in use.
    RTP_START: String(rtpStart),
    RTP_END: String(rtpStart + rtpPorts - 1),
    AGENT_CODECS: image.opus ? '!all,opus,g722,alaw,ulaw' : '!all,g722,alaw,ulaw',
    AGENTS: agents.map(agentSections).join('\n'),
    MEMBERS: agents.map(({ user }) => `member => PJSIP/${user},0,Operator ${user}`).join('\n'),
    ICE_CANDIDATES: outsideAddresses()
      .map((address) => `${address} => 127.0.0.1`)
      .join('\n'),
  }
}

function agentSections({ user, password }: Agent): string {
  return `[${user}](dzvin-agent,test-media)
auth=${user}
aors=${user}
callerid=Operator ${user} <${user}>

[${user}](dzvin-auth)
username=${user}
password=${password}

[${user}](dzvin-aor)
`
}

function outsideAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address)
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`no value for @${name}@`)
    return value
  })
}
