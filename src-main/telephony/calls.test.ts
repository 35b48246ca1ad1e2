import { afterEach, describe, expect, it } from 'vitest'
import type { CallId } from '#shared/domain/ids.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { PhoneNumber } from '#shared/domain/call/caller.ts'
import { impatient, PhoneBench } from './testing/phone-bench.ts'
import { sdp, type SipText } from './testing/sip-text.ts'

let bench: PhoneBench
afterEach(() => bench.stop())

const callee = readNumber('067 765 43 21', 'UA') as PhoneNumber
const out = 'out-1' as CallId

/** Dials, and gives the INVITE that carried the right digest. */
async function dialled(): Promise<SipText> {
  const before = bench.pbx.heard.length
  expect(await bench.phone.dial(out, callee)).toMatchObject({ ok: true })
  const first = await bench.pbx.request('INVITE', before)
  bench.pbx.challenge(first)
  return bench.pbx.wait((message) => message.method === 'INVITE' && bench.pbx.authorized(message), before)
}

describe('a ringing call', () => {
  it.each([
    [['Q.850;cause=127'], 'caller-gave-up'],
    [[], 'caller-gave-up'],
    [['Q.850;cause=0'], 'queue-timeout'],
    [['SIP;cause=200;text="Call completed elsewhere"'], 'answered-elsewhere'],
  ])('cancelled with %j ends as %s', async (reasons, reason) => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing()
    call.cancel(...reasons)
    await call.answered(487)
    expect(bench.callEvents(callId)).toEqual([{ kind: 'ended', reason }])
    await expect.poll(() => bench.media.names().at(-1)).toBe('close')
    expect(await bench.phone.answer(callId)).toMatchObject({ failure: { kind: 'call-gone' } })
  })

  it.each([
    ['busy' as const, 486, 'rejected-here'],
    ['not-ready' as const, 480, 'not-ready'],
  ])('rejected as %s gets %d', async (why, status, reason) => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing()
    expect(await bench.phone.reject(callId, why)).toMatchObject({ ok: true })
    await call.answered(status)
    expect(bench.callEvents(callId)).toEqual([{ kind: 'ended', reason, sipStatus: status }])
  })

  it('may be rejected by who hears of it, before it ever rings', async () => {
    bench = await PhoneBench.registered()
    bench.phone.onEvent((event) => {
      if (event.kind === 'incoming') void bench.phone.reject(event.callId, 'not-ready')
    })
    await bench.pbx.call().invite().answered(480)
    expect(bench.pbx.heard.filter(({ status }) => status === 180)).toEqual([])
    expect(bench.media.steps).toEqual([])
  })

  it('is refused by hanging up', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing()
    await bench.phone.hangUp(callId)
    await call.answered(486)
    expect(bench.callEvents(callId)).toEqual([{ kind: 'ended', reason: 'rejected-here', sipStatus: 486 }])
  })

  it('goes on ringing when there is no media page, and can be answered once there is one', async () => {
    bench = await PhoneBench.registered()
    bench.media.fail('open', 'media-page-missing')
    const { call, callId } = await bench.ringing()
    expect(await bench.phone.answer(callId)).toMatchObject({ failure: { kind: 'media-page-missing' } })
    expect(bench.callEvents(callId)).toEqual([{ kind: 'answer' }, { kind: 'answer-failed' }])
    bench.media.mend('open')
    expect(await bench.phone.answer(callId)).toMatchObject({ ok: true })
    await call.answered(200)
  })

  it('is prepared anew when the media page was restarted', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing()
    await expect.poll(() => bench.media.names()).toEqual(['open', 'setRemote', 'local'])
    bench.media.setAlive(false)
    bench.media.setAlive(true)
    await expect.poll(() => bench.media.names()).toEqual(['open', 'setRemote', 'local', 'open', 'setRemote', 'local'])
    await bench.phone.answer(callId)
    await call.answered(200)
  })

  it('cancelled while it is being answered is gone', async () => {
    bench = await PhoneBench.registered()
    const go = bench.media.stall('local')
    const { call, callId } = await bench.ringing()
    const answered = bench.phone.answer(callId)
    call.cancel()
    await call.answered(487)
    go()
    expect(await answered).toMatchObject({ failure: { kind: 'call-gone' } })
    expect(bench.callEvents(callId).map(({ kind }) => kind)).toEqual(['answer', 'ended'])
  })

  it('ends with the socket; a connected one goes on and is hung up when there is a socket again', async () => {
    bench = await PhoneBench.registered()
    const talking = await bench.talking()
    const ringing = await bench.ringing()
    bench.pbx.cut()
    expect(await bench.event(ringing.callId, 'ended')).toMatchObject({ reason: 'line-lost' })
    expect(bench.callEvents(talking.callId).map(({ kind }) => kind)).toEqual(['answer', 'established'])
    expect(await bench.phone.hold(talking.callId)).toMatchObject({ failure: { kind: 'line-not-ready' } })
    await bench.phone.hangUp(talking.callId)
    bench.pbx.respond(await talking.call.asked('BYE'), 200)
  })

  it('answered, but the BYE came before the ACK: it was a conversation all the same', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing()
    await bench.phone.answer(callId)
    await call.answered(200)
    expect(await bench.phone.hold(callId)).toMatchObject({ failure: { kind: 'call-wrong-state' } })
    call.bye()
    await bench.event(callId, 'ended')
    expect(bench.callEvents(callId).map(({ kind }) => kind)).toEqual(['answer', 'established', 'ended'])
  })
})

describe('several calls', () => {
  it('are two conversations at once', async () => {
    bench = await PhoneBench.registered()
    const first = await bench.talking()
    const second = await bench.talking()
    first.call.bye()
    await bench.event(first.callId, 'ended')
    expect(bench.callEvents(second.callId).at(-1)).toEqual({ kind: 'established' })
  })

  it('beyond six are busy, and dialling is refused', async () => {
    bench = await PhoneBench.registered()
    for (let count = 0; count < 6; count++) await bench.ringing()
    await bench.pbx.call().invite().answered(486)
    expect(bench.events.filter(({ kind }) => kind === 'incoming')).toHaveLength(6)
    expect(await bench.phone.dial(out, callee)).toMatchObject({ failure: { kind: 'call-limit' } })
  })
})

describe('an outgoing call', () => {
  it('rings there, is answered, and is hung up there', async () => {
    bench = await PhoneBench.registered()
    const invite = await dialled()
    expect(invite.requestUri).toBe('sip:+380677654321@pbx.test')
    bench.pbx.respond(invite, 100)
    bench.pbx.respond(invite, 180)
    await bench.event(out, 'progress')
    bench.pbx.respond(invite, 200, { body: sdp() })
    await bench.pbx.request('ACK', bench.pbx.heard.indexOf(invite))
    await bench.event(out, 'established')
    expect(bench.callEvents(out)).toEqual([{ kind: 'progress' }, { kind: 'established' }])
    await expect.poll(() => bench.media.names()).toEqual(['open', 'local', 'setRemote', 'unmute'])
  })

  it('hears early media in a 183', async () => {
    bench = await PhoneBench.registered()
    const invite = await dialled()
    bench.pbx.respond(invite, 183, { body: sdp() })
    await bench.event(out, 'progress')
    expect(bench.media.names()).toEqual(['open', 'local', 'setRemote'])
    bench.pbx.respond(invite, 200, { body: sdp() })
    await bench.event(out, 'established')
    await expect.poll(() => bench.media.names()).toEqual(['open', 'local', 'setRemote', 'unmute'])
  })

  it('whose early media the page refuses does not go on ringing there', async () => {
    bench = await PhoneBench.registered()
    bench.media.fail('setRemote', 'media-failed')
    const invite = await dialled()
    bench.pbx.respond(invite, 183, { body: sdp() })
    expect(await bench.event(out, 'ended')).toMatchObject({ reason: 'media-failed' })
    await bench.pbx.request('CANCEL')
  })

  it.each([
    [486, 'busy-there'],
    [600, 'busy-there'],
    [603, 'declined-there'],
    [480, 'no-answer-there'],
    [408, 'no-answer-there'],
    [404, 'not-found-there'],
    [484, 'not-found-there'],
    [604, 'not-found-there'],
    [503, 'failed'],
    [302, 'failed'],
  ])('that gets %d ends as %s', async (sipStatus, reason) => {
    bench = await PhoneBench.registered()
    bench.pbx.respond(await dialled(), sipStatus)
    expect(await bench.event(out, 'ended')).toEqual({ kind: 'ended', reason, sipStatus })
  })

  it('is cancelled while it rings there', async () => {
    bench = await PhoneBench.registered()
    const invite = await dialled()
    bench.pbx.respond(invite, 180)
    await bench.event(out, 'progress')
    await bench.phone.hangUp(out)
    bench.pbx.respond(await bench.pbx.request('CANCEL'), 200)
    bench.pbx.respond(invite, 487)
    expect(bench.callEvents(out).at(-1)).toEqual({ kind: 'ended', reason: 'cancelled-here' })
  })

  it('cancelled before the digest challenge is cancelled all the same', async () => {
    bench = await PhoneBench.registered()
    await bench.phone.dial(out, callee)
    const first = await bench.pbx.request('INVITE')
    await bench.phone.hangUp(out)
    bench.pbx.challenge(first)
    const invite = await bench.pbx.wait((message) => message.method === 'INVITE' && bench.pbx.authorized(message))
    bench.pbx.respond(invite, 100)
    await bench.pbx.request('CANCEL')
  })

  it('cancelled before any answer, and then answered at once, is hung up', async () => {
    bench = await PhoneBench.registered()
    const invite = await dialled()
    await bench.phone.hangUp(out)
    bench.pbx.respond(invite, 200, { body: sdp() })
    await bench.pbx.request('BYE')
    expect(bench.callEvents(out)).toEqual([{ kind: 'ended', reason: 'cancelled-here' }])
  })

  it('cancelled before the offer is ready never reaches the wire', async () => {
    bench = await PhoneBench.registered()
    const go = bench.media.stall('local')
    const dialling = bench.phone.dial(out, callee)
    await expect.poll(() => bench.media.names()).toEqual(['open', 'local'])
    await bench.phone.hangUp(out)
    go()
    expect(await dialling).toMatchObject({ failure: { kind: 'call-gone' } })
    expect(bench.callEvents(out)).toEqual([{ kind: 'ended', reason: 'cancelled-here' }])
    expect(bench.pbx.heard.filter(({ method }) => method === 'INVITE')).toEqual([])
  })

  it('answered in the moment of the cancelling is hung up', async () => {
    bench = await PhoneBench.registered()
    const invite = await dialled()
    bench.pbx.respond(invite, 180)
    await bench.event(out, 'progress')
    await bench.phone.hangUp(out)
    bench.pbx.respond(invite, 200, { body: sdp() })
    await bench.pbx.request('BYE')
    expect(bench.callEvents(out).at(-1)).toEqual({ kind: 'ended', reason: 'cancelled-here' })
  })

  it('that cannot be made says why, and no event follows', async () => {
    bench = await PhoneBench.make({ timings: impatient })
    expect(await bench.phone.dial(out, callee)).toMatchObject({ failure: { kind: 'line-not-configured' } })
    bench.pbx.register = 'silent'
    bench.phone.use(bench.pbx.account, { order: ['from'], homeCountry: 'UA', headerFields: {} })
    expect(await bench.phone.dial(out, callee)).toMatchObject({ failure: { kind: 'line-not-ready' } })
    bench.pbx.register = 'digest'
    await bench.line('registered')
    expect(await bench.phone.dial(out, { dial: 'a b>c', display: '' })).toMatchObject({ failure: { kind: 'number-invalid' } })
    bench.media.fail('open', 'media-page-missing')
    expect(await bench.phone.dial(out, callee)).toMatchObject({ failure: { kind: 'media-page-missing' } })
    expect(bench.events).toEqual([])
  })

  it('ends with the socket while it rings there', async () => {
    bench = await PhoneBench.registered()
    bench.pbx.respond(await dialled(), 180)
    await bench.event(out, 'progress')
    bench.pbx.cut()
    expect(await bench.event(out, 'ended')).toMatchObject({ reason: 'line-lost' })
  })
})
