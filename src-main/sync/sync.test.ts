import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import type { NewsListener } from '#shared/sync/client/sync-transport.ts'
import { HttpTransport } from './http-transport.ts'
import { openNews } from './news-socket.ts'
import { createServerApi } from './server-api.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(answer: Answer): Promise<{ url: string; server: Server }> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

const clock = new ManualClock()
const accessToken = async () => ok('t'.repeat(20))
const never = new AbortController().signal
const pullRequest = { protocol: 1, device: 'd', cursor: null, limit: 10 }
const copyRequest = { protocol: 1, device: 'd', territory: '*', after: null, rows: 10 }

async function transportTo(answer: Answer): Promise<HttpTransport> {
  const { url } = await listen(answer)
  return new HttpTransport({
    serverUrl: url,
    clock,
    accessToken,
    fetch: globalThis.fetch,
    connect: () => ({ say: () => {}, close: () => {} }),
  })
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

test('a page comes as the bytes that the server wrote', async () => {
  let asked: { path: string | undefined; authorization: string | undefined; body: string } | undefined
  const transport = await transportTo((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      asked = { path: request.url, authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() }
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('{"ї": 1 }')
    })
  })
  const reply = await transport.pull(pullRequest, never)
  expect(reply.kind === 'answer' && Buffer.from(reply.bytes).toString()).toBe('{"ї": 1 }')
  expect(asked).toEqual({ path: '/sync/pull', authorization: `Bearer ${'t'.repeat(20)}`, body: JSON.stringify(pullRequest) })
})

test.each([
  [401, { problem: 'unauthenticated' }, { kind: 'unauthenticated' }],
  [403, { problem: 'revoked' }, { kind: 'revoked' }],
  [403, { problem: 'wipe' }, { kind: 'wipe' }],
  [426, { problem: 'client-too-old', oldest: 2 }, { kind: 'client-too-old' }],
  [426, { problem: 'client-too-new' }, { kind: 'client-too-new' }],
  [400, { problem: 'malformed' }, { kind: 'malformed' }],
  [413, { problem: 'too-large' }, { kind: 'malformed' }],
  [503, { problem: 'unavailable' }, { kind: 'unavailable', retryAfterMs: 7_000 }],
  [502, 'a proxy speaks', { kind: 'unavailable', retryAfterMs: 7_000 }],
  [500, {}, { kind: 'defect' }],
  [404, {}, { kind: 'defect' }],
])('SYNC-12 %i with %j is a clear trouble', async (status, body, trouble) => {
  const transport = await transportTo(json(status, body, { 'retry-after': '7' }))
  expect(await transport.pull(pullRequest, never)).toEqual(trouble)
})

test('a page of a captive portal is no answer of the server', async () => {
  const transport = await transportTo((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi'),
  )
  expect(await transport.pull(pullRequest, never)).toEqual({ kind: 'unreachable' })
})

test('SYNC-11 a stream that breaks keeps its whole lines', async () => {
  const lines: string[] = []
  const transport = await transportTo((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write('{"n":1}\n{"n":2}\n{"n":', () => response.destroy())
  })
  const trouble = await transport.copy(copyRequest, async (line) => lines.push(Buffer.from(line).toString()) > 0, never)
  expect(trouble).toEqual({ kind: 'unreachable' })
  expect(lines.join('')).toBe('{"n":1}\n{"n":2}\n')
})

test('a line that was not applied ends the stream', async () => {
  let lines = 0
  const transport = await transportTo((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('{"n":1}\n{"n":2}\n')
  })
  const trouble = await transport.copy(
    copyRequest,
    async () => {
      lines += 1
      return false
    },
    never,
  )
  expect({ trouble, lines }).toEqual({ trouble: undefined, lines: 1 })
})

test('a server that says nothing is given up after 30 s', async () => {
  const patience = new ManualClock()
  let asked = () => {}
  const reached = new Promise<void>((resolve) => (asked = resolve))
  const { url } = await listen(() => asked())
  const transport = new HttpTransport({
    serverUrl: url,
    clock: patience,
    accessToken,
    fetch: globalThis.fetch,
    connect: () => ({ say: () => {}, close: () => {} }),
  })
  const reply = transport.pull(pullRequest, never)
  await reached
  patience.advance(30_000)
  expect(await reply).toEqual({ kind: 'unreachable' })
})

test('without a token nothing is asked', async () => {
  const transport = new HttpTransport({
    serverUrl: 'http://127.0.0.1:1',
    clock,
    accessToken: async () => fail('signed-out'),
    fetch: globalThis.fetch,
    connect: () => ({ say: () => {}, close: () => {} }),
  })
  expect(await transport.pull(pullRequest, never)).toEqual({ kind: 'unauthenticated' })
})

test('news are heard, other words are not, and the end is told once', async () => {
  const { url, server } = await listen(() => {})
  const sockets = new WebSocketServer({ server, path: '/sync/news' })
  sockets.on('connection', (socket) => {
    socket.send('not json')
    socket.send(JSON.stringify({ kind: 'gossip' }))
    socket.send(JSON.stringify({ kind: 'news' }))
    socket.on('message', (data) => {
      socket.send(JSON.stringify({ kind: 'presence', userId: 'u', state: JSON.parse(String(data)).state, sinceMs: 1 }))
      socket.terminate()
    })
  })
  const told: string[] = []
  await new Promise<void>((resolve) => {
    const listener: NewsListener = {
      up: () => told.push('up'),
      heard: (said) => {
        told.push(said.kind === 'presence' ? `presence ${said.state}` : said.kind)
        if (said.kind === 'news') socket.say('busy')
      },
      down: () => {
        told.push('down')
        resolve()
      },
    }
    const socket = openNews({ serverUrl: url, clock, accessToken, tokenRefused: () => {} }, listener)
  })
  sockets.close()
  expect(told).toEqual(['up', 'news', 'presence busy', 'down'])
})

test('a socket whose token is refused asks for another one', async () => {
  const { url } = await listen((_request, response) => response.writeHead(401).end())
  let refused = 0
  await new Promise<void>((resolve) => {
    openNews(
      { serverUrl: url, clock, accessToken, tokenRefused: () => (refused += 1) },
      { up: () => {}, heard: () => {}, down: resolve },
    )
  })
  expect(refused).toBe(1)
})

test('problems of the server become failures of the catalogue', async () => {
  const api = async (status: number, body: unknown) => {
    const { url } = await listen(json(status, body))
    return createServerApi({ serverUrl: url, clock, account: { accessToken, tokenRefused: () => {} } })
  }
  const kindOf = async (status: number, body: unknown) => {
    const result = await (await api(status, body)).get('/api/users', z.array(z.string()))
    return result.ok ? result.value : result.failure.kind
  }
  expect(await kindOf(200, ['a'])).toEqual(['a'])
  expect(await kindOf(200, { not: 'it' })).toBe('server-not-dzvin')
  expect(await kindOf(403, { problem: 'forbidden' })).toBe('no-right')
  expect(await kindOf(422, { problem: 'login-taken', field: 'login' })).toBe('login-taken')
  expect(await kindOf(503, {})).toBe('server-unavailable')
  expect(await kindOf(409, { problem: 'place-in-use', field: 'users' })).toBe('place-in-use')
  expect(await kindOf(401, { problem: 'unauthenticated' })).toBe('signed-out')
  expect(await (await api(429, { problem: 'locked', retryAfterMs: 900 })).get('/api/x', z.null())).toEqual(
    fail('sign-in-locked', { retryAfterMs: 900 }),
  )
})

test('a token that was refused is refreshed once', async () => {
  let good = false
  const { url } = await listen((request, response) =>
    json(good ? 200 : 401, good ? 1 : { problem: 'unauthenticated' })(request, response),
  )
  const api = createServerApi({ serverUrl: url, clock, account: { accessToken, tokenRefused: () => (good = true) } })
  expect(await api.get('/api/x', z.number())).toEqual(ok(1))
})
