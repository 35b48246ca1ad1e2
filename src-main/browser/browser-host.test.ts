import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { maxMessageLength, type PageWire } from '#shared/contract/wire.ts'
import type { Log } from '#shared/ports/log.ts'
import { type BrowserHost, startBrowserHost } from './browser-host.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

let root: string
let host: BrowserHost
let wires: PageWire[]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dzvin-host-'))
  await mkdir(join(root, 'pages/assets'), { recursive: true })
  await writeFile(join(root, 'pages/index.html'), '<title>ui</title>')
  await writeFile(join(root, 'pages/media.html'), '<title>media</title>')
  await writeFile(join(root, 'pages/assets/app-1a2b.js'), 'app()')
  await writeFile(join(root, 'pages/notes.secret'), 'hidden')
  await writeFile(join(root, 'outside.html'), 'outside')
})
afterAll(() => rm(root, { recursive: true }))

beforeEach(async () => {
  wires = []
  host = await startBrowserHost({ pagesDir: join(root, 'pages'), port: 0, accept: (wire) => wires.push(wire), log: silent })
})
afterEach(() => host.dispose())

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** Sends the path exactly as written; `fetch` would tidy it. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: Number(new URL(host.origin).port), host: '127.0.0.1', path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    sent.on('error', reject).end()
  })
}

function cookie(): string {
  const { name, value } = host.issueCookie()
  return `${name}=${value}`
}

/** Resolves with the open socket, or with the refusing status. */
function connect(options: { cookie?: string; origin?: string; hostHeader?: string; path?: string }): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const headers: Record<string, string> = {}
    if (options.cookie) headers.Cookie = options.cookie
    if (options.hostHeader) headers.Host = options.hostHeader
    const socket = new WebSocket(`${host.origin.replace('http', 'ws')}${options.path ?? '/wire'}`, {
      headers,
      ...(options.origin && { origin: options.origin }),
    })
    socket.on('error', () => {})
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode!))
    socket.on('open', () => resolve(socket))
  })
}

describe('the link', () => {
  it('gives a strict HttpOnly cookie, named by the port, that opens the pages', async () => {
    const entered = await get(new URL(host.issueLink()).pathname + new URL(host.issueLink()).search)
    const [set] = entered.headers['set-cookie']!
    expect(set).toMatch(new RegExp(`^dzvin-${new URL(host.origin).port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))
    expect(entered.text).toContain('http-equiv="refresh"')
    const page = await get('/', { Cookie: set!.split(';')[0]! })
    expect(page).toMatchObject({ status: 200, text: '<title>ui</title>' })
  })

  it('is good once', async () => {
    const { pathname, search } = new URL(host.issueLink())
    expect((await get(pathname + search)).status).toBe(200)
    const replayed = await get(pathname + search)
    expect(replayed.status).toBe(403)
    expect(replayed.headers['set-cookie']).toBeUndefined()
  })

  it.each(['/enter', '/enter?token=', `/enter?token=${'A'.repeat(43)}`])('is not guessed: %s', async (path) => {
    expect((await get(path)).status).toBe(403)
  })
})

describe('the pages', () => {
  it('are shut without a session, as is a made-up one', async () => {
    for (const path of ['/', '/index.html', '/media.html', '/assets/app-1a2b.js']) expect((await get(path)).status).toBe(401)
    expect((await get('/', { Cookie: `dzvin-${new URL(host.origin).port}=${'A'.repeat(43)}` })).status).toBe(401)
  })

  it('come with a strict policy and are never stored', async () => {
    const { headers } = await get('/index.html', { Cookie: cookie() })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  it('let only the media page be framed, by our own page', async () => {
    const { headers } = await get('/media.html', { Cookie: cookie() })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'")
  })

  it('keep their hashed parts', async () => {
    const { headers, text } = await get('/assets/app-1a2b.js', { Cookie: cookie() })
    expect(text).toBe('app()')
    expect(headers['cache-control']).toContain('immutable')
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/assets/..%5c..%5coutside.html',
    '//outside.html',
    '/index.html%00.js',
    '/assets/',
    '/notes.secret',
  ])('do not reach beyond their folder: %s', async (path) => {
    const { status, text } = await get(path, { Cookie: cookie() })
    expect([400, 404]).toContain(status)
    expect(text).not.toContain('outside')
    expect(text).not.toContain('hidden')
  })

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '127.0.0.1:'])(
    'refuse the Host %s, as a rebound name sends',
    async (name) => {
      expect((await get('/', { Cookie: cookie(), Host: name })).status).toBeGreaterThanOrEqual(400)
      const { pathname, search } = new URL(host.issueLink())
      expect((await get(pathname + search, { Host: name })).status).toBeGreaterThanOrEqual(400)
    },
  )

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('refuse the Origin %s', async (origin) => {
    expect((await get('/', { Cookie: cookie(), Origin: origin })).status).toBe(403)
  })

  it('refuse to be written to', async () => {
    expect((await get('/', { Cookie: cookie() }, 'POST')).status).toBe(405)
  })
})

describe('a window of our own', () => {
  it('waits at /opening until its cookie is there', async () => {
    expect((await get('/opening')).text).toContain('url=/opening')
    expect((await get('/opening', { Cookie: cookie() })).text).toContain('url=/"')
  })
})

describe('the socket', () => {
  it('carries JSON both ways and tells of its end', async () => {
    const socket = (await connect({ cookie: cookie(), origin: host.origin })) as WebSocket
    const heard: unknown[] = []
    const closed = vi.fn()
    wires[0]!.onMessage((message) => heard.push(message))
    wires[0]!.onClose(closed)
    const reply = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
    wires[0]!.send({ t: 'push', name: 'line', value: 1 })
    expect(await reply).toEqual({ t: 'push', name: 'line', value: 1 })
    socket.send('{"t":"hello"}')
    socket.send('{')
    await vi.waitFor(() => expect(heard).toEqual([{ t: 'hello' }, undefined]))
    socket.close()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    wires[0]!.send({ t: 'push', name: 'line', value: 2 })
  })

  it('is shut without a session, from a foreign or absent Origin, by a rebound Host, at another path', async () => {
    const origin = host.origin
    expect(await connect({ origin })).toBe(403)
    expect(await connect({ origin, cookie: `dzvin-${new URL(origin).port}=x` })).toBe(403)
    expect(await connect({ cookie: cookie(), origin: 'https://evil.example' })).toBe(403)
    expect(await connect({ cookie: cookie() })).toBe(403)
    expect(await connect({ cookie: cookie(), origin, hostHeader: 'evil.example' })).toBe(403)
    expect(await connect({ cookie: cookie(), origin, path: '/other' })).toBe(403)
    expect(wires).toEqual([])
  })

  it('is closed by an oversize message, and the host lives', async () => {
    const socket = (await connect({ cookie: cookie(), origin: host.origin })) as WebSocket
    const heard = vi.fn()
    wires[0]!.onMessage(heard)
    const code = new Promise((resolve) => socket.once('close', resolve))
    socket.send(JSON.stringify({ text: 'x'.repeat(maxMessageLength) }))
    expect(await code).toBe(1009)
    expect(heard).not.toHaveBeenCalled()
    expect(await connect({ cookie: cookie(), origin: host.origin })).toBeInstanceOf(WebSocket)
  })
})
