import { afterEach, describe, expect, it } from 'vitest'
import type { SipTrace } from './sip-trace.ts'
import { PhoneBench } from './testing/phone-bench.ts'
import { sdp } from './testing/sip-text.ts'

let bench: PhoneBench
afterEach(() => bench.stop())

/** Glare is waited out for 40 ms instead of up to two seconds. */
const timeless = { random: () => 0.02 }

describe('hold', () => {
  it('is a re-INVITE with sendonly, resume one with sendrecv', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    const held = bench.phone.hold(callId)
    const first = await call.asked('INVITE')
    expect(first.body).toContain('a=sendonly')
    bench.pbx.respond(first, 200, { body: sdp('recvonly', 2) })
    expect(await held).toMatchObject({ ok: true })
    const resumed = bench.phone.resume(callId)
    const second = await call.asked('INVITE', bench.pbx.heard.indexOf(first) + 1)
    expect(second.body).toContain('a=sendrecv')
    bench.pbx.respond(second, 200, { body: sdp('sendrecv', 3) })
    expect(await resumed).toMatchObject({ ok: true })
    expect(bench.callEvents(callId).slice(2)).toEqual([{ kind: 'held' }, { kind: 'resumed' }])
    expect(await bench.phone.resume(callId)).toMatchObject({ ok: true })
  })

  it('refused leaves the call active, and the offer is taken back', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    const held = bench.phone.hold(callId)
    bench.pbx.respond(await call.asked('INVITE'), 488)
    expect(await held).toEqual({ ok: false, failure: { kind: 'call-failed', params: { status: 488 } } })
    expect(bench.media.names().at(-1)).toBe('rollback')
    expect(bench.callEvents(callId).map(({ kind }) => kind)).toEqual(['answer', 'established'])
    call.reInvite(sdp('sendrecv', 3))
    expect((await call.answered(200)).body).toContain('a=sendrecv')
  })

  it('fails with the media page and leaves the call active', async () => {
    bench = await PhoneBench.registered()
    const { callId } = await bench.talking()
    bench.media.fail('local', 'media-page-missing')
    expect(await bench.phone.hold(callId)).toMatchObject({ failure: { kind: 'media-page-missing' } })
    expect(bench.callEvents(callId).map(({ kind }) => kind)).toEqual(['answer', 'established'])
  })

  it('to a PBX that has forgotten the call (481) ends it', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    const held = bench.phone.hold(callId)
    bench.pbx.respond(await call.asked('INVITE'), 481)
    expect(await held).toMatchObject({ ok: false })
    expect(await bench.event(callId, 'ended')).toEqual({ kind: 'ended', reason: 'hung-up-there', sipStatus: 481 })
  })

  it('is tried again after glare (491)', async () => {
    bench = await PhoneBench.registered(timeless)
    const { call, callId } = await bench.talking()
    const held = bench.phone.hold(callId)
    const first = await call.asked('INVITE')
    bench.pbx.respond(first, 491)
    bench.pbx.respond(await call.asked('INVITE', bench.pbx.heard.indexOf(first) + 1), 200, { body: sdp('recvonly', 2) })
    expect(await held).toMatchObject({ ok: true })
    expect(bench.callEvents(callId).at(-1)).toEqual({ kind: 'held' })
  })

  it('and an offer of the peer at the same time: theirs gets 491', async () => {
    bench = await PhoneBench.registered(timeless)
    const { call, callId } = await bench.talking()
    const held = bench.phone.hold(callId)
    const ours = await call.asked('INVITE')
    call.reInvite(sdp('sendonly', 5))
    await call.answered(491)
    bench.pbx.respond(ours, 200, { body: sdp('recvonly', 2) })
    expect(await held).toMatchObject({ ok: true })
  })

  it('whose offer is not ready when the peer offers gives way and comes after it', async () => {
    const read: string[] = []
    const trace: SipTrace = (direction, message) => void (direction === 'in' && read.push(message))
    bench = await PhoneBench.registered({ ...timeless, trace })
    const { call, callId } = await bench.talking()
    const go = bench.media.stall('local')
    const held = bench.phone.hold(callId)
    await expect.poll(() => bench.media.names().at(-1)).toBe('local')
    call.reInvite(sdp('sendrecv', 5))
    await expect.poll(() => read.at(-1)).toContain('CSeq: 2 INVITE')
    go()
    await call.answered(200)
    call.ack()
    const ours = await call.asked('INVITE')
    expect(ours.body).toContain('a=sendonly')
    bench.pbx.respond(ours, 200, { body: sdp('recvonly', 6) })
    expect(await held).toMatchObject({ ok: true })
    const after = bench.media.names().slice(bench.media.names().indexOf('unmute') + 1)
    expect(after).toEqual(['local', 'rollback', 'setRemote', 'local', 'local', 'setRemote'])
  })

  it('pressed twice, and resumed at once, is one thing after another', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    const all = [bench.phone.hold(callId), bench.phone.hold(callId), bench.phone.resume(callId)]
    const first = await call.asked('INVITE')
    bench.pbx.respond(first, 200, { body: sdp('recvonly', 2) })
    bench.pbx.respond(await call.asked('INVITE', bench.pbx.heard.indexOf(first) + 1), 200, { body: sdp('sendrecv', 3) })
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true)
    expect(bench.callEvents(callId).slice(2)).toEqual([{ kind: 'held' }, { kind: 'resumed' }])
  })

  it('on the way when the call ends does not wait for ever', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    const held = bench.phone.hold(callId)
    await call.asked('INVITE')
    call.bye()
    expect(await held).toMatchObject({ failure: { kind: 'call-gone' } })
  })
})

describe('hold by the peer', () => {
  it('is read from the direction of its offers', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    for (const [direction, version] of [
      ['sendonly', 2],
      ['inactive', 3],
      ['sendrecv', 4],
    ] as const) {
      call.reInvite(sdp(direction, version))
      await call.answered(200)
      call.ack()
    }
    expect(bench.callEvents(callId).slice(2)).toEqual([
      { kind: 'peer-held', on: true },
      { kind: 'peer-held', on: false },
    ])
  })
})

describe('mute', () => {
  it('silences the microphone in the page', async () => {
    bench = await PhoneBench.registered()
    const { callId } = await bench.talking()
    await bench.phone.mute(callId, true)
    await bench.phone.mute(callId, false)
    expect(bench.media.names().slice(-2)).toEqual(['mute', 'unmute'])
    expect(bench.callEvents(callId).slice(2)).toEqual([
      { kind: 'muted', on: true },
      { kind: 'muted', on: false },
    ])
  })

  it('wished while it rings keeps the microphone silent from the start', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing()
    await bench.phone.mute(callId, true)
    await bench.phone.answer(callId)
    await call.answered(200)
    call.ack()
    await bench.event(callId, 'established')
    expect(bench.media.names()).not.toContain('unmute')
  })
})

describe('tones', () => {
  it('go as SIP INFO, one after another', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    const sent = bench.phone.dtmf(callId, '5#', 'info')
    const first = await call.asked('INFO')
    expect(first.header('Content-Type')).toBe('application/dtmf-relay')
    expect(first.body).toBe('Signal=5\r\nDuration=160\r\n')
    bench.pbx.respond(first, 200)
    const second = await call.asked('INFO', bench.pbx.heard.indexOf(first) + 1)
    expect(second.body).toContain('Signal=#')
    bench.pbx.respond(second, 415)
    expect(await sent).toEqual({ ok: false, failure: { kind: 'call-failed', params: { status: 415 } } })
  })

  it('go in the audio by the page', async () => {
    bench = await PhoneBench.registered()
    const { callId } = await bench.talking()
    expect(await bench.phone.dtmf(callId, '12', 'rtp')).toMatchObject({ ok: true })
    expect(bench.media.steps.at(-1)).toEqual({ name: 'dtmf', input: { sessionId: callId, tones: '12', durationMs: 160 } })
    expect(await bench.phone.dtmf(callId, 'x\r\n', 'info')).toMatchObject({ failure: { kind: 'invalid-input' } })
  })
})

describe('a media page that was started anew', () => {
  const restart = () => {
    bench.media.setAlive(false)
    bench.media.steps.splice(0)
    bench.media.setAlive(true)
  }

  it('is given the call by a re-INVITE, and the operator is heard again', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    restart()
    const offer = await call.asked('INVITE')
    expect(offer.body).toContain('a=sendrecv')
    bench.pbx.respond(offer, 200, { body: sdp('sendrecv', 2) })
    await expect.poll(() => bench.media.names()).toEqual(['open', 'local', 'setRemote', 'unmute'])
    expect(bench.callEvents(callId).at(-1)).toEqual({ kind: 'established' })
  })

  it('keeps hold and mute as they were', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    await bench.phone.mute(callId, true)
    const held = bench.phone.hold(callId)
    const first = await call.asked('INVITE')
    bench.pbx.respond(first, 200, { body: sdp('recvonly', 2) })
    await held
    restart()
    const second = await call.asked('INVITE', bench.pbx.heard.indexOf(first) + 1)
    expect(second.body).toContain('a=sendonly')
    bench.pbx.respond(second, 200, { body: sdp('recvonly', 3) })
    const resumed = bench.phone.resume(callId)
    const third = await call.asked('INVITE', bench.pbx.heard.indexOf(second) + 1)
    bench.pbx.respond(third, 200, { body: sdp('sendrecv', 4) })
    expect(await resumed).toMatchObject({ ok: true })
    expect(bench.media.names()).toEqual(['open', 'local', 'setRemote', 'local', 'setRemote'])
  })
})

describe('a REFER from the far side', () => {
  it('is declined: nobody but the operator dials', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    call.request('REFER', ['Refer-To: <sip:+900123@pbx.test>'])
    await call.answered(603, 'REFER')
    expect(bench.pbx.heard.filter(({ method, status }) => method === 'INVITE' && status === undefined)).toEqual([])
    expect(bench.callEvents(callId).at(-1)).toEqual({ kind: 'established' })
  })
})
