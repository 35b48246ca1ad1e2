import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import type { DemoLine } from '#shared/ports/demo-line.ts'
import type { Log } from '#shared/ports/log.ts'
import { type WebSocket, WebSocketServer } from 'ws'
import { CallerAudio } from './caller-audio.ts'
import { Conversation } from './conversation.ts'
import { CustomerIsCalled, dialledNumber, languageOfNumber } from './demo-callee.ts'
import { CustomerCalls, callerHeaders } from './demo-caller.ts'
import { type DemoTiming, usualTiming } from './demo-timing.ts'
import { type PhraseBook, readPhraseBook } from './phrases.ts'
import { Registrar } from './registrar.ts'
import { type SipChannel, SipDialog } from './sip-dialog.ts'
import { formatReply, headerOf, parseSip, type SipRequest, uriOf } from './sip-message.ts'

const user = 'demo'
const domain = 'demo.invalid'
const maxMessageBytes = 64 * 1024
const maxCalls = 20

export interface DemoLineParts {
  readonly log: Log
  /** Folder of `<language>-<n>.wav`. */
  readonly soundsDir: string
  readonly timing?: Partial<DemoTiming>
}

/** Opens its door on 127.0.0.1 when the account is first asked for: where a PBX is configured, it never does. */
export function createDemoLine({ log, soundsDir, timing }: DemoLineParts): DemoLine {
  const account = { user, realm: domain, password: randomBytes(18).toString('base64url') }
  const registrar = new Registrar<SipChannel>(account)
  const behaviour = { ...usualTiming, ...timing }
  const calls = new Map<string, { readonly channel: SipChannel; readonly call: CustomerCalls | CustomerIsCalled }>()
  let opened: Promise<{ readonly server: WebSocketServer; readonly phrases: PhraseBook }> | undefined
  let counter = 0

  async function open() {
    const phrases = await readPhraseBook(soundsDir, log)
    const server = await listen((socket, address) => accept(socket, address, phrases))
    server.on('error', (error) => log.error('The demo line failed', { error }))
    return { server, phrases }
  }

  function accept(socket: WebSocket, address: string, phrases: PhraseBook): void {
    const channel: SipChannel = { address, send: (text) => socket.readyState === socket.OPEN && socket.send(text) }
    socket.on('message', (data) => hear(channel, data.toString(), phrases))
    socket.on('error', (error) => log.warn('A socket of the demo line failed', { error }))
    socket.on('close', () => {
      registrar.forget(channel)
      for (const { channel: each, call } of [...calls.values()]) if (each === channel) call.dispose()
    })
  }

  function hear(channel: SipChannel, text: string, phrases: PhraseBook): void {
    if (text.trim() === '') return
    const message = parseSip(text)
    if (!message) return log.warn('The demo line heard what is no SIP message')
    if (message.kind === 'request' && message.method === 'REGISTER') return channel.send(registrar.answer(message, channel))
    const known = calls.get(headerOf(message, 'call-id') ?? '')
    if (known?.channel === channel) return message.kind === 'request' ? known.call.handle(message) : known.call.hear(message)
    if (message.kind === 'request') answerStranger(channel, message, phrases)
  }

  function answerStranger(channel: SipChannel, request: SipRequest, phrases: PhraseBook): void {
    const reply = (status: string) => channel.send(formatReply(request, status, randomBytes(4).toString('hex')))
    if (request.method === 'ACK') return
    if (request.method === 'OPTIONS') return reply('200 OK')
    if (request.method !== 'INVITE') return reply('481 Call/Transaction Does Not Exist')
    if (registrar.binding()?.channel !== channel) return reply('403 Forbidden')
    if (calls.size >= maxCalls) return reply('486 Busy Here')
    if (request.body === '') return reply('488 Not Acceptable Here')
    ring(channel, request, phrases)
  }

  function ring(channel: SipChannel, invite: SipRequest, phrases: PhraseBook): void {
    const audio = new CallerAudio(new Conversation(phrases[languageOfNumber(dialledNumber(invite.uri))]))
    const dialog = new SipDialog(channel, {
      callId: headerOf(invite, 'call-id') ?? '',
      local: headerOf(invite, 'to') ?? '',
      localTag: randomBytes(4).toString('hex'),
      remote: headerOf(invite, 'from') ?? '',
      target: uriOf(headerOf(invite, 'contact') ?? headerOf(invite, 'from') ?? ''),
    })
    const parts = { dialog, audio, log, timing: behaviour, onEnd: () => calls.delete(dialog.callId) }
    const call = new CustomerIsCalled(parts, invite)
    calls.set(dialog.callId, { channel, call })
    call.start()
  }

  return {
    async account() {
      opened ??= open()
      opened.catch(() => {
        opened = undefined
      })
      const { server } = await opened
      const { port } = server.address() as AddressInfo
      return { server: `ws://127.0.0.1:${port}`, user, domain, password: account.password }
    },

    async call(caller) {
      const binding = registrar.binding()
      if (!binding || !opened) return fail('demo-line-off')
      if (calls.size >= maxCalls) return fail('call-limit')
      const { phrases } = await opened
      const audio = new CallerAudio(new Conversation(phrases[caller.language]))
      const { channel, contact } = binding
      const { from, headers } = callerHeaders(caller, domain, `${Math.floor(Date.now() / 1000)}.${++counter}`)
      const localTag = randomBytes(4).toString('hex')
      const ends = { callId: randomUUID(), local: from, localTag, remote: `<sip:${user}@${domain}>`, target: contact }
      const dialog = new SipDialog(channel, ends)
      const parts = { channel, audio, log, timing: behaviour, onEnd: () => calls.delete(dialog.callId) }
      const call = new CustomerCalls(parts, dialog)
      calls.set(dialog.callId, { channel, call })
      try {
        await call.start(headers)
        return ok()
      } catch (error) {
        log.error('A simulated customer could not call', { error })
        call.dispose()
        return fail('media-failed')
      }
    },

    async close() {
      for (const { call } of [...calls.values()]) call.dispose()
      const closing = opened
      opened = undefined
      const { server } = (await closing?.catch(() => undefined)) ?? {}
      if (!server) return
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listen(accept: (socket: WebSocket, address: string) => void): Promise<WebSocketServer> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
    verifyClient: ({ origin, req }: { origin?: string; req: IncomingMessage }) => isLocalProgram(origin, req, address()),
  })
  const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('connection', (socket) => accept(socket, address()))
  await once(server, 'listening')
  return server
}

/** A browser page always names its origin; a page that found the port must not get in, nor a name rebound to 127.0.0.1. */
function isLocalProgram(origin: string | undefined, request: IncomingMessage, address: string): boolean {
  const offersSip = /(^|,)\s*sip\s*(,|$)/.test(request.headers['sec-websocket-protocol'] ?? '')
  return origin === undefined && request.headers.origin === undefined && request.headers.host === address && offersSip
}
