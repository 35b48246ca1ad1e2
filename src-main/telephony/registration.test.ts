import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RegistererState } from 'sip.js'
import { afterEach, describe, expect, it } from 'vitest'
import { BareAgent } from './testing/bare-agent.ts'
import { impatient, PhoneBench, quick, trust } from './testing/phone-bench.ts'

let bench: PhoneBench
afterEach(() => bench.stop())

/** Generated for the test: nobody else would sign for 127.0.0.1. */
function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=pbx.test', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '1',
        '-keyout',
        key,
        '-out',
        cert,
        ...subject,
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the line', () => {
  it('registers with the digest that the PBX computed from the same password', async () => {
    bench = await PhoneBench.registered()
    const [first, second] = bench.pbx.heard.filter(({ method }) => method === 'REGISTER')
    expect(first!.header('Authorization')).toBe('')
    expect(bench.pbx.authorized(second!)).toBe(true)
    expect(bench.states.map(({ kind }) => kind)).toEqual(['connecting', 'registered'])
    const { server, user } = bench.pbx.account
    expect(bench.phone.line.get()).toMatchObject({ kind: 'registered', demo: false, server, user })
  })

  it('says that the password is wrong and tries again slowly', async () => {
    bench = await PhoneBench.make()
    bench.phone.use({ ...bench.pbx.account, password: 'guess' }, trust)
    const down = await bench.line('down')
    expect(down).toMatchObject({ problem: { kind: 'line-wrong-password' }, attempt: 1 })
    expect(down.retryAtMs - down.sinceMs).toBeGreaterThanOrEqual(quick.slowRetry.baseMs / 2)
    const asked = bench.pbx.heard.length
    expect(asked).toBe(2)
    const again = await bench.nextLine('down')
    expect(again).toMatchObject({ problem: { kind: 'line-wrong-password' }, attempt: 2 })
    expect(bench.pbx.heard.length - asked).toBe(2)
  })

  it.each([
    [{ status: 403 }, 'line-forbidden'],
    [{ status: 503 }, 'line-server-error'],
    [{ status: 401, headers: ['WWW-Authenticate: Digest realm="x",nonce="y",algorithm=SHA-256'] }, 'line-server-error'],
    ['silent' as const, 'line-no-answer'],
  ])('after %j to REGISTER it is down: %s', async (policy, kind) => {
    bench = await PhoneBench.make({ timings: policy === 'silent' ? impatient : quick })
    bench.pbx.register = policy
    bench.phone.use(bench.pbx.account, trust)
    expect((await bench.line('down')).problem.kind).toBe(kind)
  })

  it('asks for the interval that the PBX wants (423)', async () => {
    bench = await PhoneBench.make()
    bench.pbx.register = { status: 423, headers: ['Min-Expires: 300'] }
    bench.phone.use(bench.pbx.account, trust)
    await bench.pbx.wait((message) => message.header('Expires') === '300')
    bench.pbx.register = 'digest'
    await bench.line('registered')
  })

  it('waits as long as Retry-After says', async () => {
    bench = await PhoneBench.make()
    bench.pbx.register = { status: 503, headers: ['Retry-After: 1'] }
    bench.phone.use(bench.pbx.account, trust)
    const down = await bench.line('down')
    expect(down.retryAtMs - down.sinceMs).toBeCloseTo(1_000, 3)
  })

  it('takes a new socket after a PBX that answers nothing on the old one', async () => {
    bench = await PhoneBench.make({ timings: impatient })
    bench.pbx.register = 'silent'
    bench.phone.use(bench.pbx.account, trust)
    await bench.line('down')
    bench.pbx.register = 'digest'
    await bench.line('registered')
    expect(bench.pbx.sockets).toHaveLength(2)
  })

  it('is down the moment the socket breaks, and registers anew on a new one', async () => {
    bench = await PhoneBench.registered()
    bench.pbx.cut()
    const down = await bench.nextLine('down')
    expect(down.problem.kind).toBe('line-unreachable')
    const again = await bench.nextLine('registered')
    expect(again.sinceMs).toBeGreaterThan(down.sinceMs)
    expect(bench.pbx.sockets).toHaveLength(1)
  })

  it('does not wait for the answer to a REGISTER that was lost with its socket', async () => {
    bench = await PhoneBench.make({ timings: { ...quick, registerTimeoutMs: 60_000 } })
    bench.pbx.register = 'silent'
    bench.phone.use(bench.pbx.account, trust)
    await bench.pbx.request('REGISTER')
    bench.pbx.register = 'digest'
    bench.pbx.cut()
    expect((await bench.line('down')).problem.kind).toBe('line-unreachable')
    await bench.line('registered')
  })

  it('never gives up on a PBX that is away, and comes back with it', async () => {
    bench = await PhoneBench.registered()
    const { port } = bench.pbx
    await bench.pbx.stop()
    for (let attempt = 1; attempt <= 4; attempt++) await bench.nextLine('down')
    expect(bench.states.at(-1)).toMatchObject({ problem: { kind: 'line-refused' } })
    const back = await PhoneBench.make({}, { port })
    await bench.line('registered')
    await bench.phone.dispose()
    await back.pbx.stop()
  })

  it('sends REGISTER again when a PBX that just started swallowed the first', async () => {
    bench = await PhoneBench.make({ timings: impatient })
    bench.pbx.register = 'silent'
    bench.phone.use(bench.pbx.account, trust)
    await bench.pbx.request('REGISTER')
    bench.pbx.register = 'digest'
    await bench.line('registered')
    expect(bench.states.map(({ kind }) => kind)).toEqual(['connecting', 'registered'])
  })

  it('refreshes at 50-85 % of what was granted and proves itself anew', async () => {
    bench = await PhoneBench.make({ random: () => 0 })
    bench.pbx.expiresSeconds = 1
    bench.phone.use(bench.pbx.account, trust)
    const first = await bench.line('registered')
    const second = await bench.nextLine('registered')
    expect(second.sinceMs).toBe(first.sinceMs)
    expect(second.verifiedMs - first.verifiedMs).toBeGreaterThan(400)
    expect(second.verifiedMs - first.verifiedMs).toBeLessThan(850)
  })

  it('is proven by a request from the PBX as well', async () => {
    bench = await PhoneBench.registered()
    const first = await bench.line('registered')
    const proven = bench.nextLine('registered')
    bench.pbx.call().invite()
    expect((await proven).verifiedMs).toBeGreaterThan(first.verifiedMs)
  })

  it('cuts a half-open socket: a peer that answers no ping', async () => {
    const mute = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', (data) => {
        const key = /Sec-WebSocket-Key: (\S+)/i.exec(data.toString())![1]!
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\nSec-WebSocket-Accept: ${acceptOf(key)}\r\n\r\n`,
        )
      })
    })
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const timings = { ...quick, registerTimeoutMs: 5_000, pingEveryMs: 60, pongWithinMs: 50 }
    bench = await PhoneBench.make({ timings })
    bench.phone.use({ ...bench.pbx.account, server: `ws://127.0.0.1:${(mute.address() as AddressInfo).port}` }, trust)
    expect((await bench.line('down')).problem.kind).toBe('line-unreachable')
    bench.phone.use(undefined, trust)
    expect(bench.phone.line.get().kind).toBe('not-configured')
    mute.close()
  })

  it.each(['http://pbx.test', 'nonsense', 'wss://', 'ws://pbx test/'])('knows %j for a bad address', async (server) => {
    bench = await PhoneBench.make()
    bench.phone.use({ ...bench.pbx.account, server }, trust)
    expect(bench.phone.line.get()).toMatchObject({ kind: 'down', problem: { kind: 'line-bad-address' } })
    expect(await bench.phone.test({ ...bench.pbx.account, server })).toMatchObject({ failure: { kind: 'line-bad-address' } })
  })
})

describe('a change of the account', () => {
  it('moves the registration and leaves the call in progress alone', async () => {
    bench = await PhoneBench.registered()
    const other = await PhoneBench.make({}, { user: '202' })
    const { call, callId } = await bench.talking()
    const heard = bench.pbx.heard.length
    bench.phone.use(other.pbx.account, trust)
    expect(await bench.line('registered')).toMatchObject({ user: '202' })
    const gone = await bench.pbx.request('REGISTER', heard)
    expect(gone.header('Expires')).toBe('0')
    const held = bench.phone.hold(callId)
    bench.pbx.respond(await call.asked('INVITE'), 200, { body: 'v=0\r\nm=audio 1 RTP/AVP 0\r\na=recvonly\r\n' })
    expect(await held).toMatchObject({ ok: true })
    call.bye()
    await bench.event(callId, 'ended')
    await other.stop()
  })

  it('does nothing when it is the same one', async () => {
    bench = await PhoneBench.registered()
    bench.phone.use({ ...bench.pbx.account }, trust)
    expect(bench.states.map(({ kind }) => kind)).toEqual(['connecting', 'registered'])
  })
})

describe('the test of a line', () => {
  it('registers once with a socket of its own and lets go again', async () => {
    bench = await PhoneBench.make()
    const tested = await bench.phone.test(bench.pbx.account)
    expect(tested).toMatchObject({ ok: true, value: { roundTripMs: expect.any(Number) } })
    expect(bench.phone.line.get().kind).toBe('not-configured')
    expect(bench.pbx.heard.map((message) => message.header('Expires'))).toEqual(['120', '120', '0', '0'])
  })

  it('has the line in use register again: the PBX may allow one contact only', async () => {
    bench = await PhoneBench.registered()
    const before = bench.phone.line.get()
    await bench.phone.test(bench.pbx.account)
    expect((await bench.nextLine('registered')).sinceMs).toBe((before as { sinceMs: number }).sinceMs)
  })

  it('says in words what is wrong', async () => {
    bench = await PhoneBench.make()
    const http = createServer((_request, response) => response.writeHead(404).end())
    const web = createServer((_request, response) => response.writeHead(200).end('hello'))
    await Promise.all([http, web].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))))
    const at = (server: { address(): unknown }) => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`
    const { account } = bench.pbx
    const wrong = async (change: Partial<typeof account>) => {
      const tested = await bench.phone.test({ ...account, ...change })
      return tested.ok ? 'ok' : tested.failure
    }
    expect(await wrong({ password: 'guess' })).toEqual({ kind: 'line-wrong-password' })
    expect(await wrong({ server: at(http) })).toEqual({ kind: 'line-not-websocket', params: { status: 404 } })
    expect(await wrong({ server: at(web) })).toMatchObject({ kind: 'line-not-websocket' })
    expect(await wrong({ server: 'ws://no-such-host.invalid/ws' })).toMatchObject({ kind: 'line-unreachable' })
    expect(await wrong({ server: 'ws://127.0.0.1:1/ws' })).toEqual({ kind: 'line-refused' })
    http.close()
    web.close()
  })

  it('does not wait long for a PBX that says nothing', async () => {
    bench = await PhoneBench.make({ timings: impatient })
    bench.pbx.register = 'silent'
    expect(await bench.phone.test(bench.pbx.account)).toMatchObject({ failure: { kind: 'line-no-answer' } })
  })

  it('refuses a certificate that nobody known signed, and takes it from those who are told to', async () => {
    const tls = selfSigned()
    bench = await PhoneBench.make({}, { tls })
    expect(await bench.phone.test(bench.pbx.account)).toMatchObject({
      failure: { kind: 'line-tls-untrusted', params: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
    })
    expect(await bench.phone.test({ ...bench.pbx.account, server: bench.pbx.url.replace('wss', 'ws') })).toMatchObject({
      failure: { kind: 'line-not-websocket' },
    })
    const trusting = await PhoneBench.make({ authorities: [tls.cert] })
    trusting.phone.use(bench.pbx.account, trust)
    await trusting.line('registered')
    await trusting.stop()
  })
})

describe("sip.js' own Registerer, beside the guard", () => {
  it('says "registered" after the socket broke and cannot send another REGISTER', async () => {
    bench = await PhoneBench.make()
    const { agent, registerer } = await BareAgent.registered(bench.pbx)
    bench.pbx.register = 'silent'
    await registerer.register()
    const gone = new Promise<void>((resolve) => agent.transport.stateChange.addListener(() => resolve()))
    bench.pbx.cut()
    await gone
    expect(registerer.state).toBe(RegistererState.Registered)
    await agent.transport.connect()
    await expect(registerer.register()).rejects.toThrow('already in progress')
    await agent.stop()
  })
})

function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}
