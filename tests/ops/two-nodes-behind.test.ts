import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Child, startChild, tail } from '../pbx/child-process.ts'
import { freeTcpPorts } from '../pbx/free-ports.ts'
import { until } from '../pbx/until.ts'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { someCustomers } from '../processes/busy-desk.ts'
import { newFact } from '../processes/desk-work.ts'
import { LightDesk } from '../processes/light-desk.ts'
import { mintDevices } from '../processes/mint-devices.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from '../processes/shared-database.ts'
import { debianProgram } from './debian-program.ts'

const noPostgres = whyNoPostgres()
const nginx = await debianProgram('nginx', 'usr/sbin/nginx')
const nats = await debianProgram('nats-server', 'usr/sbin/nats-server')
const why = noPostgres ?? nginx.why ?? nats.why
if (why) console.log(`two nodes behind nginx, with NATS: skipped, ${why}`)

describe.skipIf(why)('two nodes behind nginx as the guide has it, with news over NATS', () => {
  let database: SharedDatabase
  let nodes: ServerProcess[] = []
  let broker: Child | undefined
  let proxy: Child | undefined
  let proxyUrl: string
  let brokerPort = 0
  let desks: LightDesk[] = []
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-proxy-'))

  const startBroker = () => startChild(nats.program ?? '', ['-a', '127.0.0.1', '-p', String(brokerPort)], { cwd: dir })

  beforeAll(async () => {
    const [natsPort = 0, proxyPort = 0] = await freeTcpPorts(2)
    brokerPort = natsPort
    proxyUrl = `http://127.0.0.1:${proxyPort}`
    broker = await startBroker()
    await until('NATS is ready', 10_000, async () => broker?.output().includes('Server is ready'))
    database = await startSharedDatabase({ customers: 20, interactionsPerCustomer: 0 })
    const env = { DZVIN_NATS_URL: `nats://127.0.0.1:${natsPort}`, DZVIN_TRUST_PROXY: '127.0.0.1' }
    nodes = await Promise.all(
      ['a', 'b'].map((name) => ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, name), env })),
    )
    proxy = await startNginx(proxyPort)
    await until('nginx passes', 10_000, async () => {
      if (proxy?.exit()) throw new Error(tail(proxy))
      return (await fetch(`${proxyUrl}/readyz`).catch(() => undefined))?.ok
    })
    const devices = await mintDevices(database.url, accountOf(database, 'operator1').userId, 8)
    desks = await Promise.all(devices.map((device) => LightDesk.start(proxyUrl, device)))
    await until('all are in step', 30_000, () => desks.every(({ state }) => state.get().kind === 'up-to-date'))
  }, 120_000)
  afterAll(async () => {
    await Promise.all(desks.map((desk) => desk.stop()))
    await proxy?.end(5_000)
    await Promise.all(nodes.map((node) => node.stop()))
    await broker?.end(5_000)
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  /** The guide's lines, with this machine's addresses and without TLS. */
  function startNginx(port: number): Promise<Child> {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/admin/server.md'), 'utf8')
    const sample = guide.match(/^ {4}upstream dzvin[\s\S]*?^ {4}\}\n/m)?.[0] ?? ''
    const lines = sample
      .replace(
        /server 10\.0\.0\.11:8470; server 10\.0\.0\.12:8470;/,
        nodes.map((node) => `server 127.0.0.1:${node.port};`).join(' '),
      )
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${dir}/${kind};`).join(' ')
    const config = `daemon off; pid ${dir}/nginx.pid; error_log stderr; ${process.getuid?.() === 0 ? 'user root;' : ''}
      events {} http { access_log off; ${temp} ${lines} }`
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'nginx.conf'), config)
    return startChild(nginx.program ?? '', ['-c', join(dir, 'nginx.conf'), '-e', 'stderr'], { cwd: dir })
  }

  /** A new row of the first desk; its id. */
  async function write(id = desks[0]!.raw.nextId()): Promise<string> {
    const [customer] = await someCustomers(database, 1)
    const { raw } = desks[0]!
    const fact = { ...newFact(customer!.id, 'x').fields }
    desks[0]!.write([raw.create('customer_facts', id, fact)])
    return id
  }

  /** Resolves when each desk has heard of a new row, with milliseconds since it was written. */
  async function tellAll(withinMs: number): Promise<number> {
    const heard = new Set<LightDesk>()
    const id = desks[0]!.raw.nextId()
    const stops = desks.map((desk) =>
      desk.heard.subscribe((rows) => {
        if (rows.some((row) => row.id === id)) heard.add(desk)
      }),
    )
    const at = performance.now()
    await write(id)
    await until('all have heard', withinMs, () => heard.size === desks.length)
    for (const stop of stops) stop()
    return performance.now() - at
  }

  it('sockets pass, and what is written at one node is heard at both', async () => {
    const tookMs = await tellAll(5_000)
    console.log(`heard by ${desks.length} desks at two nodes behind nginx, by NATS: ${Math.round(tookMs)} ms`)
    const sockets = await Promise.all(
      nodes.map(async ({ url }) => (await (await fetch(`${url}/metrics`)).text()).match(/^dzvin_.*sockets?\S* (\d+)$/m)?.[1]),
    )
    expect(sockets.map(Number).every((count) => count > 0)).toBe(true)
  }, 30_000)

  it('without NATS changes are taken, and with it again news flow again', async () => {
    await broker?.end(5_000)
    await write()
    await until('the server has answered', 10_000, () => desks[0]?.waiting === 0)
    broker = await startBroker()
    await until('NATS is ready', 10_000, async () => broker?.output().includes('Server is ready'))
    await until('news flow', 60_000, async () => (await tellAll(60_000)) < 3_000)
  }, 150_000)

  it('a node that ends in order takes nobody with it', async () => {
    await nodes[0]?.stop()
    await tellAll(20_000)
    expect((await fetch(`${proxyUrl}/readyz`)).status).toBe(200)
  }, 60_000)
})
