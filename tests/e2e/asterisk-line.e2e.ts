import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { type Asterisk, startAsterisk } from '../pbx/asterisk.ts'
import { audioEnergy } from '../pbx/audio-energy.ts'
import { baresipCall } from '../pbx/baresip.ts'
import { sippCall, sippUas } from '../pbx/callers.ts'
import { ensurePbx } from '../pbx/ensure-pbx.ts'
import { freeTcpPorts } from '../pbx/free-ports.ts'
import { buildMediaPage, type Desk, startDesk } from './desk-at-asterisk.ts'

/** Phone and media page against a real PBX, without the interface: when a call fails, this tells whose fault it is. */
let asterisk: Asterisk
let pagesDir: string
let desk: Desk

test.beforeAll(async () => {
  test.setTimeout(900_000)
  asterisk = await startAsterisk(await ensurePbx({ say: (line) => console.log(line) }), { agents: 1 })
  pagesDir = await buildMediaPage()
})

test.afterAll(async () => {
  await asterisk?.stop()
  if (pagesDir) await rm(pagesDir, { recursive: true, force: true })
})

test.beforeEach(async ({ page }) => {
  desk = await startDesk(page, pagesDir)
  await expect.poll(() => desk.latest('media')).toMatchObject({ alive: true, microphone: 'ready' })
})

test.afterEach(async () => {
  await desk?.dispose()
})

const agent = () => asterisk.agents[0] ?? { user: '', password: '' }

async function takeTheLine(): Promise<void> {
  const { user, password } = agent()
  expect(await desk.call('line.configure', { line: { server: asterisk.wsUrl, user }, password })).toBeUndefined()
  await expect.poll(() => desk.latest('line')).toMatchObject({ kind: 'registered', demo: false, user })
  expect(await desk.call('operator.ready', {})).toBeUndefined()
}

/** The call that rings now, answered. */
async function answer() {
  await expect.poll(() => desk.newest()?.stage).toBe('ringing')
  const pop = desk.latest('pop')
  if (pop?.callId === undefined) throw new Error('no pop')
  expect(await desk.call('phone.answer', { callId: pop.callId })).toBeUndefined()
  await expect.poll(() => desk.newest()?.call?.phase.kind).toBe('active')
  return { ...pop, callId: pop.callId }
}

/** Sound in one of a call's three recordings at the PBX. */
async function recorded(pbxCallId: string | undefined, side: 'rx' | 'tx'): Promise<number> {
  const file = `${pbxCallId}-${side}.wav`
  if (!(await readdir(asterisk.recordingsDir)).includes(file)) return 0
  return (await audioEnergy(path.join(asterisk.recordingsDir, file)).catch(() => undefined))?.soundSeconds ?? 0
}

async function heardBothWays(call: { callId: Parameters<Desk['stats']>[0]; pbxCallId: string | undefined }): Promise<void> {
  await expect.poll(async () => (await desk.stats(call.callId))?.receivedEnergy).toBeGreaterThan(0.005)
  await expect.poll(() => recorded(call.pbxCallId, 'rx')).toBeGreaterThan(0.3)
  await expect.poll(() => recorded(call.pbxCallId, 'tx')).toBeGreaterThan(0.3)
}

test('testing the line says what is wrong', async () => {
  const { user, password } = agent()
  const kind = async (server: string, secret: string) =>
    (await desk.call('line.test', { line: { server, user }, password: secret }))?.kind
  const [nobody] = await freeTcpPorts(1)
  expect(await kind(asterisk.wsUrl, password)).toBeUndefined()
  expect(await kind(asterisk.wsUrl, 'guessed')).toBe('line-wrong-password')
  expect(await kind(asterisk.wssUrl, password)).toBe('line-tls-untrusted')
  expect(await kind(`ws://127.0.0.1:${nobody}/ws`, password)).toBe('line-refused')
  expect(await kind(`ws://127.0.0.1:${asterisk.ports.ws}/nothing`, password)).toBe('line-not-websocket')
})

test('SIPp calls the queue: the pop knows caller, queue, dialled number and call; both hear each other; the caller hangs up', async () => {
  await takeTheLine()
  const call = await sippCall(asterisk, {
    from: '380440000000',
    displayName: 'Ганна <b>',
    to: asterisk.queues.support,
    durationMs: 60_000,
    pai: '380671234567',
  })
  const { callId, caller, context } = await answer()
  expect(caller).toMatchObject({ number: { e164: '+380671234567' }, source: 'p-asserted-identity', anonymous: false })
  expect(context).toMatchObject({
    queue: 'support',
    dnis: { e164: '+48225550100' },
    pbxCallId: expect.stringMatching(/^\d+\.\d+$/),
  })
  await heardBothWays({ callId, pbxCallId: context.pbxCallId })
  expect(await call.stop()).toMatchObject({ answered: 1, failed: 0 })
  await expect.poll(() => desk.newest()?.call?.phase).toMatchObject({ kind: 'ended', reason: 'hung-up-there' })
})

test('baresip calls the queue, is put on hold and back, hears the operator, and is hung up on', async () => {
  await takeTheLine()
  const call = await baresipCall(asterisk, { from: '380671234567', to: asterisk.queues.sales })
  const { callId, context } = await answer()
  await heardBothWays({ callId, pbxCallId: context.pbxCallId })

  const musicOnHold = async () => ((await asterisk.log()).match(/Started music on hold/g) ?? []).length
  const before = await musicOnHold()
  expect(await desk.call('phone.hold', { callId })).toBeUndefined()
  await expect.poll(musicOnHold).toBe(before + 1)
  expect(await desk.call('phone.resume', { callId })).toBeUndefined()
  await expect.poll(() => desk.newest()?.call?.phase.kind).toBe('active')

  expect(await desk.call('phone.hangUp', { callId })).toBeUndefined()
  await call.untilEnded()
  const { heard } = await call.stop()
  expect(heard?.soundSeconds).toBeGreaterThan(0.3)
})

test('an outgoing call through the trunk is answered and heard, a busy number is busy', async () => {
  await takeTheLine()
  const friend = await sippUas(asterisk, { durationMs: 3_000 })
  expect(await desk.call('phone.dial', { number: '+380 44 111 22 33' })).toBeUndefined()
  await expect.poll(() => desk.newest()?.call?.phase.kind).toBe('active')
  const callId = desk.newest()?.callId
  if (callId === undefined) throw new Error('no call')
  await expect.poll(async () => (await desk.stats(callId))?.receivedEnergy).toBeGreaterThan(0.005)
  expect(await friend.done).toMatchObject({ calls: 1, answered: 1, failed: 0 })
  await expect.poll(() => desk.newest()?.call?.phase).toMatchObject({ kind: 'ended', reason: 'hung-up-there' })

  const busy = await sippUas(asterisk, { status: 486 })
  expect(await desk.call('phone.dial', { number: '+380 44 111 22 34' })).toBeUndefined()
  await busy.done
  await expect.poll(() => desk.newest()?.call?.phase).toMatchObject({ kind: 'ended', reason: 'busy-there' })
})

test('tones reach the PBX', async () => {
  await takeTheLine()
  expect(await desk.call('phone.dial', { number: '602' })).toBeUndefined()
  await expect.poll(() => desk.newest()?.call?.phase.kind).toBe('active')
  const callId = desk.newest()?.callId
  if (callId === undefined) throw new Error('no call')
  expect(await desk.call('phone.dtmf', { callId, tones: '19*4' })).toBeUndefined()
  await expect.poll(() => asterisk.cli('database get test digits')).toContain('19*4')
})

test('after a power cut at the PBX the line comes back by itself and rings', async () => {
  await takeTheLine()
  await asterisk.restart()
  await expect
    .poll(async () => (await asterisk.cli(`pjsip show endpoint ${agent().user}`)).includes('Not in use'), { timeout: 60_000 })
    .toBe(true)
  await expect.poll(() => desk.latest('line')?.kind).toBe('registered')
  const call = await sippCall(asterisk, { from: '380671234567', to: asterisk.queues.support, durationMs: 60_000 })
  const { callId, context } = await answer()
  await heardBothWays({ callId, pbxCallId: context.pbxCallId })
  await call.stop()
})
