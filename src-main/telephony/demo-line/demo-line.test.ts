import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Log } from '#shared/ports/log.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { CallerAudio } from './caller-audio.ts'
import { Conversation } from './conversation.ts'
import { createDemoLine } from './demo-line.ts'
import { encodeMuLaw } from './g711.ts'
import { formatReply, headerOf, parseSip, type SipMessage, type SipRequest, type SipResponse, uriOf } from './sip-message.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }
const soundsDir = fileURLToPath(new URL('../../../resources/sounds', import.meta.url))
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const tone = Buffer.from(Array.from({ length: 16_000 }, (_, index) => encodeMuLaw(9000 * Math.sin(index / 3))))

/** A SIP phone as text over a WebSocket. */
class ScriptedPhone {
  readonly heard: SipMessage[] = []
  readonly #socket: WebSocket
  readonly #user: string
  #sequence = 0

  constructor(socket: WebSocket, user: string) {
    this.#socket = socket
    this.#user = user
    socket.on('message', (data) => {
      const message = parseSip(data.toString())
      if (message) this.heard.push(message)
    })
  }

  send(text: string) {
    this.#socket.send(text)
  }

  request(
    method: string,
    uri: string,
    {
      to = `<${uri}>`,
      from = `<sip:${this.#user}@demo.invalid>;tag=me`,
      callId = 'reg',
      extra = [] as string[],
      body = '',
      sequence = ++this.#sequence,
    } = {},
  ) {
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WS phone.invalid;branch=z9hG4bK${method}${sequence}`,
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
    ]
    lines.push(
      `CSeq: ${sequence} ${method}`,
      'Contact: <sip:me@phone.invalid;transport=ws>',
      ...extra,
      `Content-Length: ${Buffer.byteLength(body)}`,
    )
    this.send(`${lines.join('\r\n')}\r\n\r\n${body}`)
    return sequence
  }

  async response(status: number, sequence = this.#sequence): Promise<SipResponse> {
    return this.#find(
      (m) => m.kind === 'response' && m.status === status && Number.parseInt(headerOf(m, 'cseq') ?? '', 10) === sequence,
    ) as Promise<SipResponse>
  }

  async incoming(method: string, index = 0): Promise<SipRequest> {
    return this.#find(
      (_, __, all) => all.filter((m) => m.kind === 'request' && m.method === method)[index],
    ) as Promise<SipRequest>
  }

  async register(password: string, expires = 120): Promise<SipResponse> {
    this.request('REGISTER', 'sip:demo.invalid')
    const challenge = headerOf(await this.response(401), 'www-authenticate') ?? ''
    const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1]
    const digest = md5(`${md5(`demo:demo.invalid:${password}`)}:${nonce}:00000001:c:auth:${md5('REGISTER:sip:demo.invalid')}`)
    const authorization = `Digest username="${this.#user}", realm="demo.invalid", nonce="${nonce}", uri="sip:demo.invalid", qop=auth, nc=00000001, cnonce="c", response="${digest}"`
    const sequence = this.request('REGISTER', 'sip:demo.invalid', {
      extra: [`Authorization: ${authorization}`, `Expires: ${expires}`],
    })
    return (await this.#find((m) => m.kind === 'response' && headerOf(m, 'cseq') === `${sequence} REGISTER`)) as SipResponse
  }

  hangUp() {
    this.#socket.terminate()
  }

  #find(test: (message: SipMessage, index: number, all: SipMessage[]) => unknown): Promise<SipMessage> {
    return vi.waitFor(
      () => {
        for (const [index, message] of this.heard.entries()) {
          const found = test(message, index, this.heard)
          if (found) return found === true ? message : (found as SipMessage)
        }
        throw new Error(`Not heard among: ${this.heard.map((m) => (m.kind === 'request' ? m.method : m.status)).join(', ')}`)
      },
      { timeout: 8_000, interval: 10 },
    )
  }
}

describe('demo line', () => {
  let line: ReturnType<typeof createDemoLine>
  let audio: CallerAudio[]
  let sockets: WebSocket[]
  const timing = {
    giveUpMs: 400,
    cancelledMs: 300,
    ringBeforeAnswerMs: [50, 80],
    refuseAfterMs: 20,
    talkMs: [60_000, 60_000],
  } as const

  beforeEach(() => {
    line = createDemoLine({ log: silent, soundsDir, timing: { ...timing, giveUpMs: 6_000 } })
    audio = []
    sockets = []
  })
  afterEach(async () => {
    for (const each of audio) each.dispose()
    for (const socket of sockets) socket.terminate()
    await line.close()
  })

  async function impatientLine(change: { giveUpMs?: number; talkMs?: readonly [number, number] } = {}) {
    await line.close()
    line = createDemoLine({ log: silent, soundsDir, timing: { ...timing, ...change } })
  }

  function operatorAudio(): CallerAudio {
    const made = new CallerAudio(new Conversation([tone]))
    audio.push(made)
    return made
  }

  async function socketTo(server: string, protocols: string[] = ['sip'], options = {}): Promise<WebSocket> {
    const socket = new WebSocket(server, protocols, options)
    sockets.push(socket)
    await once(socket, 'open')
    return socket
  }

  async function connected() {
    const account = await line.account()
    const phone = new ScriptedPhone(await socketTo(account.server), account.user)
    return { account, phone }
  }

  async function registered() {
    const { account, phone } = await connected()
    expect((await phone.register(account.password)).status).toBe(200)
    return phone
  }

  /** Answers an INVITE and returns what in-dialog requests of the operator need. */
  async function answer(phone: ScriptedPhone, invite: SipRequest) {
    const mine = operatorAudio()
    phone.send(formatReply(invite, '180 Ringing', 'op'))
    phone.send(formatReply(invite, '200 OK', 'op', [['Contact', '<sip:me@phone.invalid>']], await mine.answer(invite.body)))
    const dialog = {
      callId: headerOf(invite, 'call-id') ?? '',
      from: `${headerOf(invite, 'to')};tag=op`,
      to: headerOf(invite, 'from') ?? '',
    }
    return { mine, dialog, target: uriOf(headerOf(invite, 'contact') ?? '') }
  }

  const heardOf = (mine: CallerAudio, least: number) =>
    vi.waitFor(() => expect(mine.heard.peakLevel).toBeGreaterThan(least), { timeout: 8_000, interval: 20 })

  it('registers with a digest and makes a new password at each start', async () => {
    const { account, phone } = await connected()
    const answered = await phone.register(account.password)
    expect(headerOf(answered, 'contact')).toBe('<sip:me@phone.invalid;transport=ws>;expires=120')
    const other = createDemoLine({ log: silent, soundsDir })
    expect((await other.account()).password).not.toBe(account.password)
    await other.close()
  })

  it('opens again after it was closed, as when a PBX is configured and forgotten', async () => {
    await registered()
    await line.close()
    expect(await line.call({ language: 'uk' })).toEqual({ ok: false, failure: { kind: 'demo-line-off' } })
    const { account, phone } = await connected()
    expect((await phone.register(account.password)).status).toBe(200)
  })

  it('refuses a wrong password and a number that was never given', async () => {
    const { account, phone } = await connected()
    expect((await phone.register(`${account.password}x`)).status).toBe(401)
    expect(await line.call({ language: 'uk' })).toEqual({ ok: false, failure: { kind: 'demo-line-off' } })
  })

  it.each([
    ['a web page', ['sip'], { origin: 'http://127.0.0.1' }],
    ['a rebound name', ['sip'], { headers: { Host: 'evil.example' } }],
    ['another protocol', ['chat'], {}],
  ])('lets %s not in', async (_name, protocols, options) => {
    const { server } = await line.account()
    const socket = new WebSocket(server, protocols, options)
    sockets.push(socket)
    const [error] = await once(socket, 'error')
    expect(String(error)).toMatch(/40[01]/)
  })

  it('rings with who calls, and speaks and listens once answered', async () => {
    const phone = await registered()
    expect(
      await line.call({ number: '+380671234567', displayName: 'Олена', language: 'uk', queue: 'support', dnis: '+380445550000' }),
    ).toEqual({ ok: true })
    const invite = await phone.incoming('INVITE')
    expect(invite.uri).toBe('sip:me@phone.invalid;transport=ws')
    expect(headerOf(invite, 'p-asserted-identity')).toBe('"Олена" <sip:+380671234567@demo.invalid>')
    expect(headerOf(invite, 'from')).toMatch(/^"Олена" <sip:\+380671234567@demo\.invalid>;tag=/)
    expect(headerOf(invite, 'x-call-id')).toMatch(/^\d+\.1$/)
    expect([headerOf(invite, 'x-queue'), headerOf(invite, 'x-dnis')]).toEqual(['support', '+380445550000'])
    const { mine, dialog, target } = await answer(phone, invite)
    expect((await phone.incoming('ACK')).uri).toBe('sip:me@phone.invalid')
    await heardOf(mine, 0.05)
    phone.request('BYE', target, dialog)
    await phone.response(200)
  })

  it('withholds the number of an anonymous caller, and takes no header from a name', async () => {
    const phone = await registered()
    await line.call({ displayName: '"><b>\r\nX-Evil: 1', language: 'en' })
    const invite = await phone.incoming('INVITE')
    expect(headerOf(invite, 'from')).toMatch(/^"\\"><b> X-Evil: 1" <sip:anonymous@anonymous\.invalid>;tag=/)
    expect([headerOf(invite, 'privacy'), headerOf(invite, 'p-asserted-identity'), headerOf(invite, 'x-evil')]).toEqual([
      'id',
      undefined,
      undefined,
    ])
  })

  it('takes hold and resume, and goes on speaking', async () => {
    const phone = await registered()
    await line.call({ number: '+48225550100', language: 'pl' })
    const { mine, dialog, target } = await answer(phone, await phone.incoming('INVITE'))
    await heardOf(mine, 0.05)
    const offer = await mine.offer()
    phone.request('INVITE', target, { ...dialog, body: offer.replace('a=sendrecv', 'a=sendonly') })
    const held = await phone.response(200)
    expect(held.body).toMatch(/^a=recvonly/m)
    await mine.acceptAnswer(held.body)
    const packets = mine.heard.packets
    phone.request('INVITE', target, { ...dialog, body: await mine.offer() })
    const resumed = await phone.response(200)
    expect(resumed.body).toMatch(/^a=sendrecv/m)
    await mine.acceptAnswer(resumed.body)
    await vi.waitFor(() => expect(mine.heard.packets).toBeGreaterThan(packets + 20), { timeout: 8_000 })
  })

  it('gives up with CANCEL and cause 127 when nobody answers', async () => {
    await impatientLine()
    const phone = await registered()
    await line.call({ number: '+12025550100', language: 'en' })
    const invite = await phone.incoming('INVITE')
    phone.send(formatReply(invite, '180 Ringing', 'op'))
    const cancel = await phone.incoming('CANCEL')
    expect(headerOf(cancel, 'reason')).toBe('Q.850;cause=127')
    expect(headerOf(cancel, 'via')).toBe(headerOf(invite, 'via'))
    phone.send(formatReply(invite, '487 Request Terminated', 'op'))
    expect(headerOf(await phone.incoming('ACK'), 'via')).toBe(headerOf(invite, 'via'))
  })

  it('says BYE when the answer and its CANCEL cross', async () => {
    await impatientLine()
    const phone = await registered()
    await line.call({ number: '+12025550100', language: 'en' })
    const invite = await phone.incoming('INVITE')
    phone.send(formatReply(invite, '180 Ringing', 'op'))
    await phone.incoming('CANCEL')
    phone.send(
      formatReply(invite, '200 OK', 'op', [['Contact', '<sip:me@phone.invalid>']], await operatorAudio().answer(invite.body)),
    )
    expect((await phone.incoming('BYE')).uri).toBe('sip:me@phone.invalid')
  })

  it('hangs up by itself after a while', async () => {
    await impatientLine({ giveUpMs: 6_000, talkMs: [300, 300] })
    const phone = await registered()
    await line.call({ number: '+77015550100', language: 'kk' })
    await answer(phone, await phone.incoming('INVITE'))
    await phone.incoming('BYE')
  })

  it('calls several times at once', async () => {
    const phone = await registered()
    await Promise.all([1, 2, 3].map((n) => line.call({ number: `+38067000000${n}`, language: 'ru' })))
    const ids = await Promise.all([0, 1, 2].map(async (n) => headerOf(await phone.incoming('INVITE', n), 'x-call-id')))
    expect(new Set(ids).size).toBe(3)
  })

  it('answers a dialled number after ringing, with audio', async () => {
    const phone = await registered()
    const mine = operatorAudio()
    const sequence = phone.request('INVITE', 'sip:+380441112233@demo.invalid', { callId: 'out', body: await mine.offer() })
    await phone.response(180, sequence)
    const answered = await phone.response(200, sequence)
    await mine.acceptAnswer(answered.body)
    phone.request('ACK', 'sip:line@demo.invalid', { callId: 'out', to: headerOf(answered, 'to'), sequence })
    await heardOf(mine, 0.05)
  })

  it.each([
    ['99', 486],
    ['97', 404],
    ['98', 480],
  ])('refuses a number that ends in %s with %i', async (ending, status) => {
    await impatientLine()
    const phone = await registered()
    phone.request('INVITE', `sip:+3804411122${ending}@demo.invalid`, { callId: 'out', body: await operatorAudio().offer() })
    await phone.response(status)
  })

  it('stops ringing when the operator gives up', async () => {
    const phone = await registered()
    const sequence = phone.request('INVITE', 'sip:+380441112298@demo.invalid', {
      callId: 'out',
      body: await operatorAudio().offer(),
    })
    await phone.response(180, sequence)
    phone.request('CANCEL', 'sip:+380441112298@demo.invalid', { callId: 'out', sequence })
    await phone.response(487, sequence)
  })

  it('lets nobody dial who is not registered', async () => {
    const { phone } = await connected()
    phone.request('INVITE', 'sip:+380441112233@demo.invalid', { callId: 'out', body: 'v=0' })
    await phone.response(403)
  })

  it('lives on after garbage, a bad answer and a lost socket', async () => {
    const phone = await registered()
    phone.send('\r\n\r\n')
    phone.send('garbage')
    await line.call({ number: '+380670000001', language: 'uk' })
    const invite = await phone.incoming('INVITE')
    phone.send(formatReply(invite, '200 OK', 'op', [['Contact', '<sip:me@phone.invalid>']], 'no sdp'))
    await phone.incoming('BYE')
    phone.hangUp()
    await vi.waitFor(async () =>
      expect(await line.call({ language: 'uk' })).toMatchObject({ ok: false, failure: { kind: 'demo-line-off' } }),
    )
    const again = await registered()
    expect(await line.call({ number: '+380670000002', language: 'uk' })).toEqual({ ok: true })
    await again.incoming('INVITE')
  })

  it('leaves no timer and no socket behind', async () => {
    const before = process.getActiveResourcesInfo().length
    const phone = await registered()
    await line.call({ number: '+380670000001', language: 'uk' })
    const { mine } = await answer(phone, await phone.incoming('INVITE'))
    await heardOf(mine, 0.05)
    await line.call({ number: '+380670000002', language: 'uk' })
    await phone.incoming('INVITE', 1)
    mine.dispose()
    phone.hangUp()
    await line.close()
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before), { timeout: 8_000 })
  })
})
