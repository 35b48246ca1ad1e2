import { Core, SessionState } from 'sip.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BareAgent } from '../testing/bare-agent.ts'
import { PhoneBench, trust } from '../testing/phone-bench.ts'
import { sdp } from '../testing/sip-text.ts'
import { type DropCause, deliver, maxMessageBytes, refuse } from './admit.ts'
import { guardLateAck } from './late-ack.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { readableParties } from './readable-parties.ts'

let bench: PhoneBench
let bare: BareAgent | undefined
afterEach(async () => {
  await bare?.stop()
  bare = undefined
  await bench.stop()
})

async function bareAgent(): Promise<BareAgent> {
  bench = await PhoneBench.make()
  bare = await BareAgent.registered(bench.pbx)
  return bare
}

describe('an ACK that never comes, after the call ended', () => {
  it('makes sip.js throw from a timer; guarded it does nothing', async () => {
    const agent = await bareAgent()
    const call = bench.pbx.call().invite()
    const invitation = await agent.invitation
    await invitation.accept()
    await call.answered(200)
    call.bye()
    await call.answered(200, 'BYE')
    expect(invitation.state).toBe(SessionState.Terminated)
    const timeOut = () => (Reflect.get(invitation, 'onAckTimeout') as () => void).call(invitation)
    expect(timeOut).toThrow()
    guardLateAck(invitation)
    expect(timeOut).not.toThrow()
  })

  it('still ends a call that waits for it', async () => {
    const agent = await bareAgent()
    bench.pbx.call().invite()
    const invitation = await agent.invitation
    await invitation.accept()
    guardLateAck(invitation)
    vi.spyOn(invitation.dialog!, 'bye').mockReturnValue(undefined as never)
    ;(Reflect.get(invitation, 'onAckTimeout') as () => void)()
    expect(invitation.state).toBe(SessionState.Terminated)
  })

  it('does not end the process, and ends a call that is up', async () => {
    const seconds32 = Core.Timers.TIMER_L
    Core.Timers.TIMER_L = 60
    try {
      bench = await PhoneBench.registered()
      const ended = await bench.ringing()
      await bench.phone.answer(ended.callId)
      await ended.call.answered(200)
      ended.call.bye()
      const hungUp = await bench.ringing()
      await bench.phone.answer(hungUp.callId)
      await hungUp.call.answered(200)
      await bench.phone.hangUp(hungUp.callId)
      hungUp.call.bye()
      const waiting = await bench.ringing()
      await bench.phone.answer(waiting.callId)
      expect(await bench.event(waiting.callId, 'ended')).toMatchObject({ reason: 'line-lost' })
      await waiting.call.asked('BYE')
      expect(await bench.event(ended.callId, 'ended')).toMatchObject({ reason: 'hung-up-there' })
      await bench.ringing()
    } finally {
      Core.Timers.TIMER_L = seconds32
    }
  })
})

describe('a request that sip.js throws at', () => {
  it('is dropped instead', async () => {
    const agent = await bareAgent()
    const hostile = bench.pbx.call({ requestUri: 'tel:+380671234567' }).inviteText()
    expect(() => agent.receive(hostile)).toThrow()
    const dropped: DropCause[] = []
    expect(() =>
      deliver(
        hostile,
        (message) => agent.receive(message),
        (cause) => dropped.push(cause),
      ),
    ).not.toThrow()
    expect(dropped).toEqual(['parser-threw'])
  })
})

describe('a From that sip.js cannot read', () => {
  it.each([
    ['<tel:+380671234567>', 'sip:+380671234567@tel.invalid'],
    ['tel:+380-67-123;phone-context=x', 'sip:+380-67-123@tel.invalid'],
    ['Іван Коваль <sip:+380671234567@pbx.test>', 'sip:+380671234567@pbx.test'],
  ])('%s: the call is lost, and guarded it is not', async (from, expected) => {
    const agent = await bareAgent()
    const heard = bench.pbx.heard.length
    const message = bench.pbx
      .call({ from })
      .inviteText()
      .replace(/\r\nTo: .*/, `\r\nTo: <sip:101@pbx.test>`)
    agent.receive(message)
    agent.receive(readableParties(message))
    const invitation = await agent.invitation
    expect(String(invitation.remoteIdentity.uri)).toBe(expected)
    expect(invitation.request.fromTag).toMatch(/^pbx/)
    await bench.pbx.wait(({ status }) => status === 180)
    expect(bench.pbx.heard.slice(heard).filter(({ status }) => status === 100)).toHaveLength(1)
  })

  it('is all that is changed', async () => {
    bench = await PhoneBench.make()
    const text = bench.pbx.call({ from: '"Ada" <sip:1@pbx.test>' }).inviteText()
    expect(readableParties(text)).toBe(text)
    expect(readableParties('SIP/2.0 200 OK\r\nFrom: <tel:1>\r\n\r\n')).toContain('<tel:1>')
    expect(readableParties('INVITE sip:a@b SIP/2.0\r\nFrom: """\r\n\r\n')).toContain('"""')
  })
})

describe('two re-INVITEs at once', () => {
  it('the second is rejected by sip.js; one at a time both are sent', async () => {
    const agent = await bareAgent()
    const call = bench.pbx.call().invite()
    const invitation = await agent.invitation
    await invitation.accept()
    await call.answered(200)
    call.ack()
    await expect.poll(() => invitation.dialog?.sessionState).toBe('Confirmed')
    const first = invitation.invite()
    await expect(invitation.invite()).rejects.toThrow(/in progress/)
    await first
    const one = await call.asked('INVITE')
    bench.pbx.respond(one, 200, { body: sdp('sendrecv', 2) })
    await bench.pbx.wait((message) => message.method === 'ACK')
    const queue = new OneAtATime()
    const again = () =>
      queue.run(() => new Promise<void>((resolve) => void invitation.invite({ requestDelegate: { onAccept: () => resolve() } })))
    const both = Promise.all([again(), again()])
    const two = await call.asked('INVITE', bench.pbx.heard.indexOf(one) + 1)
    bench.pbx.respond(two, 200, { body: sdp('sendrecv', 3) })
    bench.pbx.respond(await call.asked('INVITE', bench.pbx.heard.indexOf(two) + 1), 200, { body: sdp('sendrecv', 4) })
    await both
  })

  it('a task that fails does not stop the next', async () => {
    bench = await PhoneBench.make()
    const queue = new OneAtATime()
    const failed = queue.run(() => Promise.reject(new Error('no')))
    const next = queue.run(() => Promise.resolve('yes'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})

describe('"established"', () => {
  it('is said by sip.js when the 200 is sent, and by the phone when the ACK was read', async () => {
    const agent = await bareAgent()
    const call = bench.pbx.call().invite()
    const invitation = await agent.invitation
    await invitation.accept()
    await call.answered(200)
    expect(invitation.state).toBe(SessionState.Established)
    await agent.stop()
    bare = undefined
    const phone = await PhoneBench.registered()
    const ringing = await phone.ringing()
    await phone.phone.answer(ringing.callId)
    await ringing.call.answered(200)
    expect(phone.callEvents(ringing.callId)).toEqual([{ kind: 'answer' }])
    ringing.call.ack()
    await phone.event(ringing.callId, 'established')
    await phone.stop()
  })
})

describe('an INVITE with an odd Expires', () => {
  it.each(['soon', '4294967295'])('%s: is refused by sip.js at once, and rings here', async (expires) => {
    await bareAgent()
    const refused = bench.pbx.call({ headers: [`Expires: ${expires}`] }).invite()
    await refused.answered(487)
    await bare?.stop()
    bare = undefined
    bench.phone.use(bench.pbx.account, trust)
    await bench.line('registered')
    const { callId } = await bench.ringing({ headers: [`Expires: ${expires}`] })
    expect(await bench.phone.answer(callId)).toMatchObject({ ok: true })
  })
})

describe('a REFER', () => {
  it('is followed by sip.js without a question', async () => {
    const agent = await bareAgent()
    const call = bench.pbx.call().invite()
    const invitation = await agent.invitation
    await invitation.accept()
    await call.answered(200)
    call.ack()
    call.request('REFER', ['Refer-To: <sip:+900123@pbx.test>'])
    await bench.pbx.wait((message) => message.method === 'INVITE' && message.requestUri.includes('+900123'))
  })
})

describe('messages refused unread', () => {
  const why = (text: string) => refuse(Buffer.from(text), text)
  it.each([
    ['', 'not-sip'],
    ['GET / HTTP/1.1\r\n\r\n', 'not-sip'],
    ['INVITE sip:a@b SIP/2.0\n\n', 'not-sip'],
    ['INVITE sip:a@b SIP/2.0\r\nFrom: x', 'not-sip'],
    [`INVITE sip:a@b SIP/2.0\r\n\r\n${'x'.repeat(maxMessageBytes)}`, 'oversize'],
    ['INVITE sip:a@b SIP/2.0\r\n\r\n', undefined],
    ['SIP/2.0 200 OK\r\n\r\n', undefined],
  ])('%#', async (text, cause) => {
    bench = await PhoneBench.make()
    expect(why(text)).toBe(cause)
  })
})
