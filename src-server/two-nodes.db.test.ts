import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { formatHlc } from '#shared/sync/hybrid-clock.ts'
import { schemaVersion } from '#shared/sync/protocol.ts'
import { systemClock } from '#system/system-clock.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../tests/postgres/ensure-postgres.ts'
import { type Server, startServer } from './compose.ts'
import { readConfig } from './config.ts'

const why = whyNoPostgres()
const device = { id: 'desk-of-test', name: 'Desk', appVersion: '1.0.0' }
const password = 'vesnianyi doshch 7'

describe.skipIf(why !== undefined)(`two nodes on one PostgreSQL${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let postgres: PostgresServer
  let databaseUrl: string
  let folder: string
  let nodes: Server[]
  let token: string
  let userId: string
  let seq = 0

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dzvin-nodes-'))
    postgres = await startPostgres()
    databaseUrl = await postgres.createDatabase()
    // Both at once: they agree on who migrates and who makes the administrator.
    nodes = await Promise.all(['one', 'two'].map(startNode))
    token = await signIn()
  }, 90_000)
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function startNode(name: string): Promise<Server> {
    const env = { DATABASE_URL: databaseUrl, DZVIN_SERVER_PORT: '0', DZVIN_SERVER_DATA_DIR: join(folder, name) }
    const ids = uuidV7Source(systemClock.epochMs)
    return startServer({ config: readConfig(env), version: '0.0.0', clock: systemClock, ids, log: quietLog })
  }

  function ask(node: number, path: string, body: unknown, bearer = token): Promise<Response> {
    return fetch(`${nodes[node]?.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    })
  }

  async function signIn(): Promise<string> {
    const first = nodes.flatMap((node) => node.firstAdministrator ?? [])
    expect(first).toHaveLength(1)
    const { accessToken } = await (await ask(0, '/api/sign-in', { ...first[0], device }, '')).json()
    const changed = await ask(0, '/api/password', { current: first[0]?.password, next: password }, accessToken)
    expect(changed.status).toBe(200)
    const again = await (await ask(0, '/api/sign-in', { login: 'admin', password, device }, '')).json()
    userId = again.user.userId
    return again.accessToken
  }

  async function pushProduct(node: number): Promise<Response> {
    const next = seq + 1
    const ids = uuidV7Source(systemClock.epochMs)
    const mutation = {
      id: ids.next(),
      seq: next,
      entity: 'products',
      row: ids.next(),
      kind: 'create',
      fields: { name: { uk: 'Інтернет', en: 'Internet', ru: 'Интернет' } },
      before: {},
      base: { epoch: '', rev: 0 },
      hlc: formatHlc(systemClock.epochMs(), 0, device.id),
      actor: userId,
      schema: schemaVersion,
    }
    const response = await ask(node, '/sync/push', { protocol: 1, device: device.id, mutations: [mutation] })
    if (response.ok) seq = next
    return response
  }

  async function listen(node: number) {
    const heard: string[] = []
    const socket = new WebSocket(`${nodes[node]?.url.replace('http', 'ws')}/sync/news`)
    socket.addEventListener('open', () => socket.send(JSON.stringify({ kind: 'sign-in', token })))
    socket.addEventListener('message', (event) => heard.push(JSON.parse(String(event.data)).kind))
    const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code)))
    await vi.waitFor(() => expect(heard).toContain('hello'), 5_000)
    return { heard, closed }
  }

  it('what is pushed at one is news at the other within a second', async () => {
    const { heard } = await listen(1)
    const answer = await (await pushProduct(0)).json()
    expect(answer.answers).toMatchObject([{ seq: 1, outcome: { kind: 'applied' } }])
    await vi.waitFor(() => expect(heard).toContain('news'), 1_000)
  })

  it('without the database they answer 503, take nothing, and go on by themselves when it is back', async () => {
    await postgres.shut(databaseUrl, true)
    const refused = await pushProduct(0)
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      503,
      '5',
      { problem: 'unavailable' },
    ])
    expect((await fetch(`${nodes[1]?.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${nodes[1]?.url}/healthz`)).status).toBe(200)
    await postgres.shut(databaseUrl, false)
    await vi.waitFor(async () => expect((await pushProduct(1)).status).toBe(200), 10_000)
    expect(seq).toBe(2)
  })

  it('one that goes down tells its desktops and ends what is under way; the other goes on', async () => {
    const { heard, closed } = await listen(0)
    const underWay = pushProduct(0)
    const going = nodes[0]
    const [answer] = await Promise.all([underWay, going?.close()])
    expect([200, 503]).toContain(answer.status)
    expect(await closed).toBe(1_012)
    expect(heard.at(-1)).toBe('going-down')
    await expect(fetch(`${going?.url}/healthz`)).rejects.toThrow()
    nodes = nodes.slice(1)
    expect((await pushProduct(0)).status).toBe(200)
  })
})
