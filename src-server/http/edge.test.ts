import { afterEach, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { protocolVersion, pushLimits } from '#shared/sync/protocol.ts'
import type { Authenticate } from '../auth/authenticate.ts'
import { localBus } from '../realtime/local-bus.ts'
import { createNewsDesk } from '../realtime/news-desk.ts'
import { DatabaseUnavailable } from '../store/database.ts'
import type { SyncService } from '../sync/sync-service.ts'
import { createMetrics } from '../system/metrics.ts'
import { createApp } from './create-app.ts'
import { newsRoute } from './news-route.ts'
import { syncRoutes } from './sync-routes.ts'
import { systemRoutes } from './system-routes.ts'

type Sync = Pick<SyncService, 'push' | 'pull' | 'copy' | 'quarantine'>
const close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of close.splice(0)) await one()
})

const authenticate: Authenticate = async (bearer, purpose = 'work') => {
  if (bearer === 'Bearer gone' && purpose === 'work') return { ok: false, problem: { problem: 'revoked' } }
  if (bearer !== 'Bearer good' && bearer !== 'Bearer gone') return { ok: false, problem: { problem: 'unauthenticated' } }
  const principal = { userId: 'u', role: 'operator' as const, territories: new Set(['north']), homeTerritory: null }
  return { ok: true, value: { principal, login: 'u', deviceId: 'd', sessionId: 's' } }
}

const away = async (): Promise<never> => {
  throw new DatabaseUnavailable('connect ECONNREFUSED 10.9.8.7')
}

async function open(given: { sync?: Partial<Sync>; requestsPerMinute?: number; askDatabase?: () => Promise<unknown> } = {}) {
  const sync: Sync = {
    push: vi.fn<Sync['push']>(async () => ({ kind: 'pushed', epoch: 'e', serverMs: 1, answers: [] })),
    pull: vi.fn<Sync['pull']>(async () => ({ kind: 'copy-anew', epoch: 'e', serverMs: 1 })),
    async *copy() {},
    quarantine: async () => [1],
    ...given.sync,
  }
  let left = false
  const metrics = createMetrics({ openSockets: () => desk.size, feedLagSeconds: async () => 0 })
  const desk = createNewsDesk(localBus(), new ManualClock())
  const leaving = () => left
  const app = await createApp({
    version: '9.9.9',
    tls: undefined,
    trustProxy: [],
    requestsPerMinute: given.requestsPerMinute ?? 1_000,
    metrics,
    log: quietLog,
    onLeaving() {
      left = true
      desk.leave()
    },
    routes: [
      systemRoutes({
        version: '9.9.9',
        oidcName: null,
        trial: true,
        nowMs: () => 5,
        metrics,
        metricsToken: 'a long enough token',
        askDatabase: given.askDatabase ?? (async () => 1),
        leaving,
      }),
      syncRoutes({ sync, authenticate, metrics, leaving }),
      newsRoute({ authenticate, desk, signInWithinMs: 100 }),
    ],
  })
  close.push(() => app.close())
  const post = (path: string, body: unknown, token = 'good') =>
    app.inject({ method: 'POST', url: path, headers: { authorization: `Bearer ${token}` }, payload: body as object })
  return { app, post, sync, desk }
}

const push = { protocol: protocolVersion, device: 'd', mutations: [] }

describe('the door of sync', () => {
  it('reads nothing of a stranger, and tells a revoked one', async () => {
    const { post, sync } = await open()
    const stranger = await post('/sync/push', push, 'forged')
    expect([stranger.statusCode, stranger.json()]).toEqual([401, { problem: 'unauthenticated' }])
    const gone = await post('/sync/push', push, 'gone')
    expect([gone.statusCode, gone.json()]).toEqual([403, { problem: 'revoked' }])
    expect(sync.push).not.toHaveBeenCalled()
    expect((await post('/sync/quarantine', push, 'gone')).json()).toEqual({ seqs: [1] })
  })

  it('SYNC-12 answers 426 to another version, whatever else is in its message', async () => {
    const { post } = await open()
    const older = await post('/sync/pull', { protocol: 0, since: 'the beginning' })
    expect([older.statusCode, older.json()]).toEqual([426, { problem: 'client-too-old', oldest: 1, newest: protocolVersion }])
    const newer = await post('/sync/copy', { protocol: protocolVersion + 1, shape: 'of tomorrow' })
    expect([newer.statusCode, newer.json()]).toMatchObject([426, { problem: 'client-too-new' }])
    const none = await post('/sync/pull', [])
    expect([none.statusCode, none.json()]).toEqual([400, { problem: 'malformed' }])
  })

  it('refuses what is not in the protocol, of another device, or too large', async () => {
    const { app, post, sync } = await open()
    const malformed = [400, { problem: 'malformed' }]
    const tooMany = Array.from({ length: pushLimits.mutations + 1 }, (_, index) => ({ seq: index + 1, id: `m${index}` }))
    for (const body of [
      { ...push, mutations: 'all' },
      { ...push, device: 'other' },
      { ...push, mutations: tooMany },
    ]) {
      const answer = await post('/sync/push', body)
      expect([answer.statusCode, answer.json()]).toEqual(malformed)
    }
    const large = await post('/sync/push', {
      ...push,
      mutations: [{ seq: 1, id: 'm', fields: 'x'.repeat(pushLimits.bytes + 100_000) }],
    })
    expect([large.statusCode, large.json()]).toEqual([413, { problem: 'too-large' }])
    const broken = await app.inject({
      method: 'POST',
      url: '/sync/push',
      headers: { authorization: 'Bearer good', 'content-type': 'application/json' },
      payload: '{"protocol":1,',
    })
    expect([broken.statusCode, broken.json()]).toEqual(malformed)
    expect(sync.push).not.toHaveBeenCalled()
  })

  it('answers 503 and when to come again without a database, and nothing of what is inside', async () => {
    const { app, post } = await open({
      sync: {
        push: away,
        async *copy() {
          yield await away()
        },
      },
      askDatabase: away,
    })
    for (const answer of [
      await post('/sync/push', push),
      await post('/sync/copy', { ...push, territory: 't', after: null, rows: 5 }),
    ]) {
      expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toEqual([503, { problem: 'unavailable' }, '5'])
      expect(answer.body).not.toContain('10.9.8.7')
    }
    expect((await app.inject('/readyz')).statusCode).toBe(503)
    expect((await app.inject('/healthz')).statusCode).toBe(200)
  })

  it('tells nothing of a defect', async () => {
    const defect = async () => {
      throw new TypeError('cannot read customers of /srv/secret')
    }
    const { post } = await open({ sync: { push: defect } })
    const answer = await post('/sync/push', push)
    expect([answer.statusCode, answer.json()]).toEqual([500, { problem: 'unavailable' }])
  })

  it('slows down who asks too often', async () => {
    const { post } = await open({ requestsPerMinute: 2 })
    const statuses: number[] = []
    for (let tries = 0; tries < 3; tries += 1) statuses.push((await post('/sync/push', push)).statusCode)
    expect(statuses).toEqual([200, 200, 429])
    expect((await post('/sync/push', push, 'gone')).statusCode).toBe(403)
  })

  it('streams a copy no faster than it is read', async () => {
    let made = 0
    async function* endless() {
      for (; made < 400; made += 1) yield `${JSON.stringify({ kind: 'copy', filler: 'x'.repeat(100_000) })}\n`
    }
    const { app } = await open({ sync: { copy: endless } })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const response = await fetch(`${url}/sync/copy`, {
      method: 'POST',
      headers: { authorization: 'Bearer good', 'content-type': 'application/json' },
      body: JSON.stringify({ protocol: 1, device: 'd', territory: 't', after: null, rows: 5 }),
    })
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    const reader = response.body?.getReader()
    await reader?.read()
    let before = -1
    await vi.waitFor(
      () => {
        const still = before === made
        before = made
        expect(still).toBe(true)
      },
      { interval: 100, timeout: 5_000 },
    )
    expect(made).toBeLessThan(200)
    let bytes = 0
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) bytes += part.value.length
    expect(made).toBe(400)
    expect(bytes).toBeGreaterThan(39_000_000)
  })
})

describe('the other doors', () => {
  it('tell what this server is, and their figures to who may know', async () => {
    const { app } = await open()
    expect((await app.inject('/api/about')).json()).toMatchObject({ product: 'dzvin', version: '9.9.9', trial: true })
    expect((await app.inject('/metrics')).statusCode).toBe(401)
    const figures = await app.inject({ url: '/metrics', headers: { authorization: 'Bearer a long enough token' } })
    expect(figures.body).toMatch(/dzvin_http_request_seconds_count\{method="GET",route="\/api\/about",status="200"\} 1/)
    expect((await app.inject('/api/nothing')).json()).toEqual({ problem: 'not-found' })
  })

  it('describe themselves in OpenAPI 3.1', async () => {
    const { app } = await open()
    const described = (await app.inject('/docs/json')).json()
    expect(described.openapi).toBe('3.1.0')
    expect(Object.keys(described.paths)).toEqual(expect.arrayContaining(['/api/about', '/sync/push', '/sync/pull', '/sync/copy']))
  })
})

describe('/sync/news', () => {
  const until = (socket: WebSocket) => {
    const heard: string[] = []
    socket.addEventListener('message', (event) => heard.push(JSON.parse(String(event.data)).kind))
    const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code)))
    return { heard, closed }
  }

  it('takes the token in the first message, closes to strangers, and says when it goes down', async () => {
    const { app, desk } = await open()
    const url = (await app.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws')
    const silent = until(new WebSocket(`${url}/sync/news?token=good`))
    const forged = new WebSocket(`${url}/sync/news`)
    forged.addEventListener('open', () => forged.send(JSON.stringify({ kind: 'sign-in', token: 'Bearer forged' })))
    const good = new WebSocket(`${url}/sync/news`)
    good.addEventListener('open', () => good.send(JSON.stringify({ kind: 'sign-in', token: 'Bearer good' })))
    const { heard, closed } = until(good)
    expect(await until(forged).closed).toBe(4_401)
    expect(await silent.closed).toBe(4_401)
    expect(silent.heard).toEqual([])
    await vi.waitFor(() => expect(heard).toEqual(['hello']))
    expect(desk.size).toBe(1)
    await app.close()
    expect(await closed).toBe(1_012)
    expect(heard).toEqual(['hello', 'going-down'])
  })
})
