import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { territoryIds } from '#demo/server/places.ts'
import { mintDevices } from '../processes/mint-devices.ts'
import { RawDevice } from '../processes/raw-device.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { startSharedDatabase } from '../processes/shared-database.ts'
import { figuresOf, printMs } from './figures.ts'
import type { CrowdGroup, CrowdOrder, CrowdReport } from './sync/crowd.ts'

/**
 * Many connected desktops (the client's own engine and socket, without a database) and a steady stream of changes from them:
 * how soon each is answered, how soon it is heard, what the server's process needs. With `--nodes 2` on one PostgreSQL.
 */
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    desks: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '30' },
    /** In each of the six territories; the other desks are connected and hear nothing, as at night. */
    writers: { type: 'string', default: '15' },
    listeners: { type: 'string', default: '3' },
  },
})
const nodesCount = Number(values.nodes)
const desks = Number(values.desks)
const dir = join(import.meta.dirname, '../../.cache/bench/server')
rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })

const database = await startSharedDatabase({ customers: 2_000, interactionsPerCustomer: 0, fsync: true })
const [writers, listeners] = [Number(values.writers), Number(values.listeners)]
const groups = await Promise.all(territoryIds.map((territory, nth) => groupOf(`user-operator${nth + 1}`, territory)))
const idleCount = desks - groups.length * (writers + listeners)
const idle = await mintDevices(database.url, await userOf('user-operator12', 'nowhere'), idleCount)
const nodes = await Promise.all(
  Array.from({ length: nodesCount }, (_, nth) =>
    ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, `node-${nth}`) }),
  ),
)
try {
  // One before the crowd: each node reads the signing keys at its first token.
  for (const { url } of nodes) await new RawDevice(url, idle[0]!).begin()
  console.log(`${nodesCount} node(s), ${desks} desktops; idle server: ${nodes.map(memory).join(' and ')}`)
  const crowd = fork(join(import.meta.dirname, 'sync/crowd.ts'))
  const order: CrowdOrder = {
    urls: nodes.map(({ url }) => url),
    groups,
    idle,
    changesEachSecond: Number(values.rate),
    seconds: Number(values.seconds),
  }
  crowd.send(order)
  const [connected] = (await once(crowd, 'message')) as [{ connectedSeconds: number }]
  console.log(`all connected after ${connected.connectedSeconds.toFixed(1)} s: ${nodes.map(memory).join(' and ')}`)
  const cpuBefore = nodes.map(cpuSeconds)
  const [report] = (await once(crowd, 'message')) as [CrowdReport]
  crowd.kill()
  const cpu = nodes.map((node, nth) => (cpuSeconds(node) - cpuBefore[nth]!) / report.seconds)
  console.log(
    `${report.written} changes in ${report.seconds.toFixed(1)} s: ${Math.round(report.written / report.seconds)} changes/s`,
  )
  printMs('written → answered', figuresOf(report.answeredMs))
  printMs('written → heard by another desktop', figuresOf(report.heardMs))
  console.log(`under load: ${nodes.map(memory).join(' and ')}  (asked: 600 MB)`)
  console.log(`processor of each server process: ${cpu.map((share) => `${Math.round(share * 100)} %`).join(' and ')}`)
  console.log(`The desktops, PostgreSQL and the server share this machine's ${navigator.hardwareConcurrency} processors.`)
} finally {
  await Promise.all(nodes.map((node) => node.stop()))
  await database.stop()
  rmSync(dir, { recursive: true, force: true })
}

/** That person with this territory and no other. */
async function userOf(userId: string, territory: string): Promise<string> {
  await database.query('UPDATE users SET territory_ids = jsonb_build_array($2::text) WHERE id = $1', [userId, territory])
  await database.query(
    'INSERT INTO accounts (user_id, login_folded, created_at_ms) VALUES ($1, $1, 0) ON CONFLICT (user_id) DO NOTHING',
    [userId],
  )
  return userId
}

async function groupOf(userId: string, territory: string): Promise<CrowdGroup> {
  const devices = await mintDevices(database.url, await userOf(userId, territory), writers + listeners)
  const customers = await database.query<{ id: string }>('SELECT id FROM customers WHERE territory_id = $1', [territory])
  return {
    writers: devices.slice(0, writers),
    listeners: devices.slice(writers),
    customers: customers.map(({ id }) => id),
  }
}

function memory({ pid }: ServerProcess): string {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return `${Math.round(Number(kilobytes) / 1000)} MB`
}

function cpuSeconds({ pid }: ServerProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const ticksEachSecond = 100
  return (Number(fields[11]) + Number(fields[12])) / ticksEachSecond
}
