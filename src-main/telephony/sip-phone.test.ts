import { afterEach, describe, expect, it } from 'vitest'
import type { SipTrace } from './sip-trace.ts'
import { PhoneBench } from './testing/phone-bench.ts'
import { sdp } from './testing/sip-text.ts'

let bench: PhoneBench
afterEach(() => bench.stop())

describe('an incoming call', () => {
  it('pops as it is read, rings, and is answered with what was prepared while it rang', async () => {
    bench = await PhoneBench.registered()
    const call = bench.pbx.call({ headers: ['X-Call-Id: 17.1', 'X-Queue: support'] }).invite()
    const popped = await bench.incoming()
    expect(popped.caller).toMatchObject({ number: { e164: '+380671234567' }, displayName: 'Caller', source: 'from' })
    expect(popped.context).toMatchObject({ pbxCallId: '17.1', queue: 'support' })
    await call.answered(180)
    await expect.poll(() => bench.media.names()).toEqual(['open', 'setRemote', 'local'])
    expect(await bench.phone.answer(popped.callId)).toEqual({ ok: true, value: undefined })
    const accepted = await call.answered(200)
    expect(accepted.body).toContain('a=sendrecv')
    expect(bench.callEvents(popped.callId)).toEqual([{ kind: 'answer' }])
    call.ack()
    await bench.event(popped.callId, 'established')
    expect(bench.media.names()).toEqual(['open', 'setRemote', 'local', 'unmute'])
    call.bye()
    await call.answered(200, 'BYE')
    expect(await bench.event(popped.callId, 'ended')).toEqual({ kind: 'ended', reason: 'hung-up-there' })
    await expect.poll(() => bench.media.names().at(-1)).toBe('close')
  })

  it('bears the time when it was read from the socket, and every message can be traced', async () => {
    const traced: { direction: string; message: string; atMs: number }[] = []
    const trace: SipTrace = (direction, message, atMs) => void traced.push({ direction, message, atMs })
    bench = await PhoneBench.registered({ trace })
    const { callId } = await bench.ringing()
    const { atMs } = await bench.incoming()
    expect(traced.find(({ message }) => message.startsWith('INVITE'))).toMatchObject({ direction: 'in', atMs })
    const pressedMs = performance.now()
    await bench.phone.answer(callId)
    const sent = traced.find(({ direction, message }) => direction === 'out' && /^SIP\/2.0 200[\s\S]*INVITE/.test(message))
    expect(sent?.atMs).toBeGreaterThanOrEqual(pressedMs)
  })

  it.each(['<tel:+380671234567>', 'Олена Коваль <sip:+380671234567@pbx.test>'])('from %s is not lost', async (from) => {
    bench = await PhoneBench.registered()
    const { callId } = await bench.ringing({ from })
    expect((await bench.incoming()).caller.number?.e164).toBe('+380671234567')
    expect(await bench.phone.answer(callId)).toMatchObject({ ok: true })
  })

  it('is hung up here by a BYE', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.talking()
    expect(await bench.phone.hangUp(callId)).toMatchObject({ ok: true })
    bench.pbx.respond(await call.asked('BYE'), 200)
    expect(bench.callEvents(callId).at(-1)).toEqual({ kind: 'ended', reason: 'hung-up-here' })
    expect(await bench.phone.hangUp(callId)).toMatchObject({ failure: { kind: 'call-gone' } })
  })

  it('without an offer gets ours in the 200 and sends its answer in the ACK', async () => {
    bench = await PhoneBench.registered()
    const { call, callId } = await bench.ringing({ body: '' })
    await bench.phone.answer(callId)
    expect((await call.answered(200)).body).toContain('m=audio')
    expect(bench.media.names()).not.toContain('setRemote')
    call.ack(sdp())
    await expect.poll(() => bench.media.names()).toContain('setRemote')
    await bench.event(callId, 'established')
  })
})
