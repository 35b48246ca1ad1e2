import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import Database from 'better-sqlite3-multiple-ciphers'
import { CallerAudio } from '#main/telephony/demo-line/caller-audio.ts'
import { Conversation } from '#main/telephony/demo-line/conversation.ts'
import { ScriptedPbx } from '#main/telephony/testing/scripted-pbx.ts'
import { dispositionId as dispositionIdOf } from '#shared/domain/ids.ts'
import playwrightConfig from '../../playwright.config.ts'
import { buildApp } from '../../scripts/build/build-app.ts'
import { startApp } from '../e2e/app-process.ts'
import { takeSeat } from '../e2e/seat.ts'
import { benchDatabase } from './bench-database.ts'
import { figuresOf, printMs } from './figures.ts'

/**
 * INVITE on the wire → card, history and script painted, with the app in a process of its own and its page in a real
 * Chromium. This process plays the PBX and holds the watch: from the moment the INVITE is handed to the socket until the
 * browser says that the card's heading was painted, the way of that word included.
 * Answering is measured in the same run: from the command to the 200 on the wire.
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    interactions: { type: 'string', default: '5' },
    calls: { type: 'string', default: '200' },
  },
})
const database = await benchDatabase({
  customers: Number(values.customers),
  interactionsPerCustomer: Number(values.interactions),
})
const callers = someCallers(database, Number(values.calls))
/** The page has drawn its idle view again. */
const betweenCallsMs = 300
/** Nobody answers faster: until then the answer is being prepared. */
const reactionMs = 400
/** µ-law's quietest code. */
const silence = Buffer.alloc(8_000, 0xff)
const dispositionId = dispositionIdOf.parse('support.solved')

await buildApp({ force: false, say: console.log })
const dataDir = join(import.meta.dirname, '../../.cache/bench/pop')
rmSync(dataDir, { recursive: true, force: true })
mkdirSync(dataDir, { recursive: true })
copyFileSync(database, join(dataDir, 'dzvin.db'))

const pbx = await ScriptedPbx.start()
const startedMs = performance.now()
const app = await startApp(dataDir, 0)
const startMs = performance.now() - startedMs
const browser = await chromium.launch(playwrightConfig.use?.launchOptions)
const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
await page.goto(app.link)
await page.waitForURL(`${app.origin}/`)
const seat = await takeSeat(page.context(), app.origin)
const { server, user, domain, password } = pbx.account
await seat.call('line.configure', { line: { server, user, domain }, password })
await seat.until('line', (state) => state.kind === 'registered' && !state.demo)
await seat.until('media', ({ alive }) => alive)
await seat.call('operator.ready', {})
const paints = await watchPaints(page)

const wire: number[] = []
const answering: number[] = []
for (const [index, { number, name }] of callers.entries()) {
  const painted = paints.next(name)
  const ringing = seat.until('work', (work) => work.some(({ caller }) => caller.number?.e164 === number))
  const customer = new CallerAudio(new Conversation([silence, silence]))
  const body = await customer.offer()
  const sentMs = performance.now()
  const call = pbx
    .call({ from: `<sip:${number}@pbx.test>`, headers: ['X-Queue: support', `X-Call-Id: bench.${index}`], body })
    .invite()
  await painted
  wire.push(performance.now() - sentMs)
  const [item] = await ringing
  await call.answered(180)
  if (item?.callId && index % 4 === 0) {
    await setTimeout(reactionMs)
    const pressedMs = performance.now()
    const answered = call.answered(200)
    void seat.call('phone.answer', { callId: item.callId })
    await answered
    answering.push(performance.now() - pressedMs)
    call.ack()
    call.bye()
    await seat.until('work', (work) => work.every(({ stage }) => stage === 'wrap-up'))
    await seat.call('work.finish', { interactionId: item.interactionId, dispositionId, note: 'bench', thenReady: true })
  } else call.cancel('Q.850;cause=127')
  await seat.until('work', (work) => work.length === 0)
  customer.dispose()
  await setTimeout(betweenCallsMs)
}

const wayBack = await roundTrips(page)
const read = await seat.call('diagnostics.read', {})
if (!read.ok) throw new Error(read.failure.kind)
const { pops, eventLoopLag, startup } = read.value
console.log(`\n${callers.length} calls, ${values.customers} customers, ${values.interactions} interactions each`)
printMs('INVITE to the socket → painted', figuresOf(wire))
printMs('  of which: asking this process from the page', figuresOf(wayBack))
printMs('as the app reports (last 100)', figuresOf(pops.flatMap(({ stages }) => stages.painted ?? [])))
for (const stage of ['parsed', 'matched', 'carded', 'scripted', 'sent'] as const) {
  printMs(`  stage: ${stage}`, figuresOf(pops.map(({ stages }) => stages[stage])))
}
printMs('answer pressed → 200 on the wire', figuresOf(answering))
printMs('event-loop lag of the main process', eventLoopLag)
console.log(`start: pages served after ${startMs.toFixed(0)} ms; ${startup.map(({ stage, ms }) => `${stage} ${ms}`).join(', ')}`)

seat.leave()
await browser.close()
await app.stop()
await pbx.stop()
rmSync(dataDir, { recursive: true, force: true })

/** Customers all over the file whose number is theirs alone. */
function someCallers(path: string, count: number): { number: string; name: string }[] {
  const opened = new Database(path, { readonly: true })
  const last = Number(opened.prepare('SELECT max(rowid) FROM contact_points').pluck().get())
  const at = opened.prepare<[number], { number: string; name: string }>(
    `SELECT value AS number, name FROM contact_points AS point JOIN customers ON customers.id = customer_id
     WHERE point.rowid = ? AND point.kind = 'phone' AND value LIKE '+380%' AND extension IS NULL
       AND (SELECT count(*) FROM contact_points AS other WHERE other.kind = 'phone' AND other.value = point.value) = 1`,
  )
  const found = new Map<string, { number: string; name: string }>()
  for (let index = 0; found.size < count && index < count * 20; index++) {
    const row = at.get(1 + ((index * 7_368_787 + 12_345) % last))
    if (row) found.set(row.number, row)
  }
  opened.close()
  return [...found.values()]
}

/** Hears of every new name in the card's heading, once the frame that shows it was painted. */
async function watchPaints(page: Page) {
  const waiting = new Map<string, () => void>()
  await page.exposeFunction('benchPainted', (name: string) => waiting.get(name)?.())
  await page.evaluate(() => {
    let last = ''
    new MutationObserver(() => {
      const name = document.querySelector('h1[title]')?.getAttribute('title') ?? ''
      if (name === last) return
      last = name
      requestAnimationFrame(() => window.setTimeout(() => void Reflect.get(window, 'benchPainted')(name)))
    }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['title'] })
  })
  return { next: (name: string) => new Promise<void>((resolve) => waiting.set(name, resolve)) }
}

/** What the browser's word costs: a call from the page to this process and back, with nothing else to do. */
function roundTrips(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const times: number[] = []
    for (let round = 0; round < 50; round++) {
      const startedMs = performance.now()
      await Reflect.get(window, 'benchPainted')('')
      times.push(performance.now() - startedMs)
    }
    return times
  })
}
