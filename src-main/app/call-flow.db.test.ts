import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Caller } from '#shared/domain/call/caller.ts'
import { customerId as customerIdOf, dispositionId as dispositionIdOf, queueId } from '#shared/domain/ids.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Change } from '#shared/entities/change.ts'
import { newContactPoint, newCustomer } from './customer-changes.ts'
import { reopenUnfinished } from './reopen.ts'
import { deskOnDisk } from './testing/desk-on-disk.ts'

const number = readNumber('+380671234567', 'UA')
if (!number) throw new Error('the test number must be readable')
const caller: Caller = { number, anonymous: false, source: 'from' }
const regular = customerIdOf.parse('customer-1')
const done = dispositionIdOf.parse('done')
const words = (text: string) => ({ uk: text, ru: text, en: text })

const known: Change[] = [
  newCustomer(regular, { kind: 'person', name: 'Demo Customer 1', language: 'uk' }, 0),
  newContactPoint('point-1', regular, { kind: 'phone', phone: number, label: 'mobile', primary: true }),
  {
    kind: 'create',
    entity: 'queues',
    id: 'support',
    fields: {
      document: {
        queueId: queueId.parse('support'),
        name: words('Support'),
        dispositionRequired: true,
        acwLimitSeconds: 60,
        dnis: [],
      },
    },
  },
  {
    kind: 'create',
    entity: 'dispositions',
    id: 'done',
    fields: {
      document: { dispositionId: done, shortcut: '1', label: words('Done'), noteRequired: false, followUp: 'none', position: 1 },
    },
  },
]

let app: Awaited<ReturnType<typeof deskOnDisk>>
beforeEach(async () => {
  app = await deskOnDisk()
  const written = await app.store.write(known)
  expect(written).toMatchObject({ ok: true })
  app.desk.operator.apply({ kind: 'go-ready' })
})
afterEach(() => app.close())

const firstTab = () => app.desk.workspace.work.get()[0]
/** The writer works in order: what was written before this resolved is on the disk. */
const settled = () => app.store.writeDevice('fence', app.clock.monotonicMs())

test('a ring pops the card in the same turn and leaves a row before it is answered', async () => {
  const pops: string[] = []
  app.desk.workspace.onPop((pop) => pops.push(pop.card?.customer.name ?? pop.match.kind))
  app.phone.ring(caller, { queue: 'support', pbxCallId: '1700000000.7' })
  expect(pops).toEqual(['Demo Customer 1'])
  const tab = firstTab()
  expect(tab).toMatchObject({ stage: 'ringing', title: 'Demo Customer 1' })
  await settled()
  expect(app.store.read.interaction(tab!.interactionId)).toMatchObject({
    outcome: 'in-progress',
    pbxCallId: '1700000000.7',
    customerId: regular,
  })
})

test('answer, talk, hang up, wrap up: the record has it all and the operator is ready again', async () => {
  const callId = app.phone.ring(caller, { queue: 'support' })
  app.clock.advance(4_000)
  expect(await app.handlers['phone.answer']({ callId })).toEqual({ ok: true, value: undefined })
  expect(app.desk.operator.state.get().kind).toBe('in-call')
  const { interactionId } = firstTab()!
  await app.handlers['work.saveNote']({ interactionId, text: 'Line checked' })
  app.clock.advance(60_000)
  app.phone.tell(callId, { kind: 'ended', reason: 'hung-up-there' })
  expect(firstTab()).toMatchObject({ stage: 'wrap-up' })
  expect(app.desk.operator.state.get().kind).toBe('wrap-up')

  const unnamed = await app.handlers['work.finish']({ interactionId, note: 'Line checked' })
  expect(unnamed).toEqual({ ok: false, failure: { kind: 'disposition-required' } })
  app.clock.advance(9_000)
  expect(await app.handlers['work.finish']({ interactionId, note: 'Line checked', dispositionId: done })).toMatchObject({
    ok: true,
  })
  expect(app.desk.workspace.work.get()).toEqual([])
  expect(app.desk.operator.state.get().kind).toBe('ready')
  expect(app.store.read.interaction(interactionId)).toMatchObject({
    outcome: 'answered',
    ringMs: 4_000,
    talkMs: 60_000,
    wrapUpMs: 9_000,
    note: 'Line checked',
    dispositionId: 'done',
    finished: true,
  })
})

test('a call that nobody answered is recorded as abandoned, needs no wrap-up and asks to be called back', async () => {
  const callId = app.phone.ring(caller, { queue: 'support' })
  app.clock.advance(7_000)
  app.phone.tell(callId, { kind: 'ended', reason: 'caller-gave-up' })
  expect(app.desk.workspace.work.get()).toEqual([])
  expect(app.desk.operator.state.get().kind).toBe('ready')
  await settled()
  expect(app.store.read.missedCalls(10)).toMatchObject([{ outcome: 'abandoned', ringMs: 7_000, attempts: 1 }])
})

test('in a break a queue call is refused with 480 and recorded; a direct call rings', async () => {
  app.desk.operator.apply({ kind: 'go-not-ready', reason: 'lunch' })
  const queued = app.phone.ring(caller, { queue: 'support' })
  expect(app.phone.done).toEqual([`reject ${queued}`])
  expect(app.desk.workspace.work.get()).toEqual([])
  app.phone.ring(caller)
  expect(firstTab()).toMatchObject({ stage: 'ringing' })
})

test('answering a second call holds the first', async () => {
  const first = app.phone.ring(caller)
  await app.handlers['phone.answer']({ callId: first })
  const second = app.phone.ring({ anonymous: true, source: 'from' })
  await app.handlers['phone.answer']({ callId: second })
  expect(app.phone.done).toEqual([`answer ${first}`, `hold ${first}`, `answer ${second}`])
  expect(app.desk.workspace.work.get().map(({ call }) => call?.phase.kind)).toEqual(['held', 'active'])
})

test('a refused answer leaves the call ringing and says why', async () => {
  app.phone.refuses.set('answer', { kind: 'media-page-missing' })
  const callId = app.phone.ring(caller)
  expect(await app.handlers['phone.answer']({ callId })).toEqual({ ok: false, failure: { kind: 'media-page-missing' } })
  expect(firstTab()).toMatchObject({ stage: 'ringing', call: { phase: { kind: 'ringing' } } })
})

test('an unknown caller becomes a customer with the number, and is known at the next call', async () => {
  const stranger = readNumber('+380509998877', 'UA')
  app.phone.ring({ number: stranger, anonymous: false, source: 'from' })
  const { interactionId } = firstTab()!
  const created = await app.handlers['work.createCustomer']({ interactionId, kind: 'person', name: 'Demo Stranger' })
  expect(created).toMatchObject({ ok: true })
  expect(app.desk.workspace.get(interactionId)).toMatchObject({
    match: { kind: 'sure' },
    card: { customer: { name: 'Demo Stranger' } },
  })
  app.phone.ring({ number: stranger, anonymous: false, source: 'from' })
  expect(app.desk.workspace.work.get()[1]).toMatchObject({ title: 'Demo Stranger' })
})

test('"it is not them" is remembered for the number', async () => {
  app.phone.ring(caller)
  const { interactionId } = firstTab()!
  await app.handlers['work.detachCustomer']({ interactionId })
  expect(app.desk.workspace.get(interactionId)?.match).toEqual({ kind: 'unknown' })
  app.phone.ring(caller)
  expect(app.desk.workspace.tabs()[1]?.match).toEqual({ kind: 'unknown' })
})

test('an edit in place reaches every tab of the customer', async () => {
  app.phone.ring(caller)
  await app.handlers['customers.edit']({ customerId: regular, changes: { city: 'Lviv' } })
  expect(app.desk.workspace.tabs()[0]?.card?.customer.city).toBe('Lviv')
})

test('a process that ended in a call finds it again with its note, to be wrapped up', async () => {
  const callId = app.phone.ring(caller, { queue: 'support' })
  await app.handlers['phone.answer']({ callId })
  const { interactionId } = firstTab()!
  await app.handlers['work.saveNote']({ interactionId, text: 'in the middle of a wo' })
  await app.close(true)
  app = await deskOnDisk(app.dataDir)
  reopenUnfinished(app.desk)
  expect(firstTab()).toMatchObject({ stage: 'wrap-up', title: 'Demo Customer 1' })
  expect(app.desk.workspace.openPops()[0]).toMatchObject({ note: 'in the middle of a wo', queue: { queueId: 'support' } })
})
