import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { type Asterisk, startAsterisk } from './asterisk.ts'
import { baresipCall } from './baresip.ts'
import { sippCall, sippUas } from './callers.ts'
import { ensurePbx } from './ensure-pbx.ts'
import { isTcpPortFree, isUdpPortFree } from './free-ports.ts'
import { RawSipClient, type SipMessage } from './raw-sip-client.ts'
import { until } from './until.ts'

let asterisk: Asterisk

test.beforeAll(async () => {
  test.setTimeout(900_000)
  asterisk = await startAsterisk(await ensurePbx({ say: (line) => console.log(line) }), { agents: 2 })
})

test.afterAll(async () => {
  await asterisk?.stop()
})

/** Registers an agent for the length of `use`. */
async function withAgent(index: number, use: (client: RawSipClient) => Promise<void>): Promise<void> {
  const agent = asterisk.agents[index]
  if (agent === undefined) throw new Error(`no agent ${index}`)
  const client = await RawSipClient.connect(asterisk.wsUrl, agent)
  try {
    expect(await client.register()).toBe(200)
    await until('the agent is reachable', 5_000, async () =>
      (await asterisk.cli(`pjsip show endpoint ${agent.user}`)).includes('Not in use'),
    )
    await use(client)
    await until('no call is left', 5_000, async () => (await asterisk.cli('core show channels')).includes('0 active channels'))
  } finally {
    client.close()
  }
  await until('the agent is gone', 5_000, async () =>
    (await asterisk.cli(`pjsip show endpoint ${agent.user}`)).includes('Unavailable'),
  )
}

const header = (message: SipMessage, name: string) => message.headers[name]?.[0]

test('a wrong password is refused, the right one registers over ws and wss', async () => {
  const [agent] = asterisk.agents
  if (agent === undefined) throw new Error('no agents')
  const stranger = await RawSipClient.connect(asterisk.wsUrl, { user: agent.user, password: 'guessed' })
  expect(await stranger.register()).toBe(401)
  stranger.close()

  const secure = await RawSipClient.connect(asterisk.wssUrl, agent, await readFile(asterisk.caFile, 'utf8'))
  expect(await secure.register()).toBe(200)
  secure.close()
  await withAgent(0, async () => undefined)
})

test('a call to the queue carries its id, queue, dialled number and caller to the agent', async () => {
  await withAgent(0, async (client) => {
    const call = await sippCall(asterisk, {
      from: '380671234567',
      displayName: 'Іван "Золото" [call_id]',
      to: asterisk.queues.support,
      durationMs: 30_000,
      pai: '380509998877',
    })
    const invite = await client.untilRequest('INVITE')
    client.respond(invite, '180 Ringing')
    expect(header(invite, 'x-queue')).toBe('support')
    expect(header(invite, 'x-dnis')).toBe('48225550100')
    expect(header(invite, 'x-call-id')).toMatch(/^\d+\.\d+$/)
    expect(await asterisk.cli('core show channels concise')).toContain(header(invite, 'x-call-id'))
    expect(header(invite, 'p-asserted-identity')).toContain('380509998877')
    expect(header(invite, 'x-customer-id')).toBeUndefined()
    expect(invite.body).toContain('a=fingerprint:')
    expect(invite.body).toMatch(/a=candidate:.* 127\.0\.0\.1 /)
    expect(await call.stop()).toMatchObject({ answered: 1, failed: 0 })
    // A queue cancels with the same cause whether the caller gave up or the ring timed out.
    expect(header(await client.untilRequest('CANCEL'), 'reason')).toBe('Q.850;cause=0')
  })
})

test('a display name arrives as it was sent, a withheld number does not arrive', async () => {
  await withAgent(0, async (client) => {
    const name = '<script>alert(1)</script> [call_id]; Ганна'
    const named = await sippCall(asterisk, { from: '380671234567', displayName: name, to: '1001', durationMs: 30_000 })
    const first = await client.untilRequest('INVITE')
    client.respond(first, '486 Busy Here')
    expect(header(first, 'from')).toContain(`"${name}"`)
    await named.stop()

    client.received.length = 0
    const hidden = await sippCall(asterisk, {
      from: '380671234567',
      to: '1001',
      durationMs: 30_000,
      privacy: true,
      pai: '380671234567',
    })
    const second = await client.untilRequest('INVITE')
    client.respond(second, '486 Busy Here')
    expect(header(second, 'from')).toMatch(/anonymous/i)
    expect(JSON.stringify(second)).not.toContain('380671234567')
    await hidden.stop()
  })
})

test('the PBX passes on the customer that it knows', async () => {
  await withAgent(0, async (client) => {
    const call = await sippCall(asterisk, { from: '380671234567', to: '48225550300', durationMs: 30_000 })
    const invite = await client.untilRequest('INVITE')
    client.respond(invite, '180 Ringing')
    expect(header(invite, 'x-customer-id')).toBe('known-to-pbx')
    await call.stop()
  })
})

test('a caller that rings an agent and gives up is cancelled', async () => {
  await withAgent(1, async (client) => {
    const call = await sippCall(asterisk, { from: '380671234567', to: '1002', durationMs: 0, cancelAfterMs: 200 })
    client.respond(await client.untilRequest('INVITE'), '180 Ringing')
    expect(header(await client.untilRequest('CANCEL'), 'reason')).toBe('Q.850;cause=127')
    expect(await call.done).toEqual({ calls: 1, answered: 0, failed: 0, errors: '' })
  })
})

test('baresip hears itself in the echo', async () => {
  const call = await baresipCall(asterisk, { from: '380671234567', displayName: 'Оксана', to: '600' })
  await call.untilAnswered()
  await until('the echo has gone on for a second', 10_000, async () =>
    / 00:00:0[2-9]/.test(` ${await asterisk.cli('core show channels verbose')}`),
  )
  const { heard } = await call.stop()
  expect(heard?.soundSeconds).toBeGreaterThan(0.5)
  expect(heard?.rms).toBeGreaterThan(0.01)
})

test('the outside world can be called, answers or refuses', async () => {
  const friendly = await sippUas(asterisk, { durationMs: 500 })
  await asterisk.cli('channel originate PJSIP/380441112233@trunk application Wait 5')
  expect(await friendly.done).toMatchObject({ calls: 1, answered: 1, failed: 0 })
  const busy = await sippUas(asterisk, { status: 486 })
  await asterisk.cli('channel originate PJSIP/380441112233@trunk application Wait 5')
  expect(await busy.done).toMatchObject({ calls: 1, answered: 0, failed: 0 })
})

test('after a power cut it is the same PBX again, and when it stops its ports are free', async () => {
  await asterisk.restart()
  await withAgent(0, async () => undefined)
  await asterisk.stop()
  const { ws, wss, ami, sip, trunk } = asterisk.ports
  expect(await Promise.all([ws, wss, ami].map(isTcpPortFree))).toEqual([true, true, true])
  expect(await Promise.all([sip, trunk].map(isUdpPortFree))).toEqual([true, true])
})
