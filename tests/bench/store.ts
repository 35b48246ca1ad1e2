import { parseArgs } from 'node:util'
import Database from 'better-sqlite3-multiple-ciphers'
import { openStore } from '#main/store/open-store.ts'
import { exactOwnersSql } from '#main/store/queries/number-owners.ts'
import { id, interaction, phoneOf } from '#main/store/testing/plain-rows.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Store } from '#shared/ports/store.ts'
import { benchDatabase } from './bench-database.ts'
import { figuresOf, printMs } from './figures.ts'

const rounds = 2_000

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    interactions: { type: 'string', default: '5' },
  },
})
const size = {
  customers: Number(values.customers),
  interactionsPerCustomer: Number(values.interactions),
}

const log: Log = { debug: () => undefined, info: () => undefined, warn: console.warn, error: console.error, child: () => log }
const clock: Clock = {
  epochMs: Date.now,
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
const formatNumber = (value: string, extension?: string) => ({
  ...(readNumber(value, 'UA') ?? { dial: value, display: value }),
  ...(extension === undefined ? {} : { extension }),
})

const path = await benchDatabase(size)

const openedAt = performance.now()
const workerUrl = new URL('../../src-main/store/writer-worker.ts', import.meta.url)
const store = await openStore({ home: () => numberingPlanOf('UA'), path, clock, log, workerUrl, formatNumber })
const sizes = store.read.sizes()
console.log(`${sizes.customers} customers, ${sizes.interactions} interactions, ${Math.round(sizes.sizeBytes / 1e6)} MB`)
console.log(`open: ${(performance.now() - openedAt).toFixed(0)} ms, health ${store.health.get().kind}`)
const sample = sampleOf(path)
await measure(store)
await store.dispose()

interface SampleName {
  readonly given: string
  readonly family: string
}
interface Sample {
  readonly customers: CustomerId[]
  readonly numbers: string[]
  readonly names: SampleName[]
  readonly agreements: string[]
  readonly emails: string[]
}

/** Rows spread over the whole file, in an order that repeats. */
function sampleOf(file: string): Sample {
  const database = new Database(file, { readonly: true })
  const last = Number(database.prepare('SELECT max(rowid) FROM customers').pluck().get())
  const found: Sample = { customers: [], numbers: [], names: [], agreements: [], emails: [] }
  const at = database.prepare<[number], { id: CustomerId; given: string | null; family: string | null; name: string }>(
    'SELECT id, given_name AS given, family_name AS family, name FROM customers WHERE rowid = ?',
  )
  const point = database
    .prepare<[string, string], string>('SELECT value FROM contact_points WHERE customer_id = ? AND kind = ?')
    .pluck()
  const agreement = database.prepare<[string], string>('SELECT number FROM agreements WHERE customer_id = ?').pluck()
  for (let index = 0; index < rounds * 2; index++) {
    const row = at.get(1 + ((index * 7_368_787 + 12_345) % last))
    if (!row) continue
    const [first = row.name, second = row.name] = row.name.split(' ')
    found.customers.push(row.id)
    found.numbers.push(point.get(row.id, 'phone') ?? phoneOf(index))
    found.names.push({ given: row.given ?? first, family: row.family ?? second })
    found.agreements.push(agreement.get(row.id) ?? 'none')
    found.emails.push(point.get(row.id, 'email') ?? 'none@example.com')
  }
  database.close()
  return found
}

async function measure({ read, write }: Store): Promise<void> {
  const nowMs = Date.now()
  const options = { timelineLimit: 30, nowMs }
  const customers = sample.customers.slice(rounds)
  report('card, first touch', customers, (customerId) => read.card(customerId, options))
  report('card, warm', customers, (customerId) => read.card(customerId, options))

  const phones = sample.numbers.slice(0, rounds).map((number) => formatNumber(number))
  report('number look-up, first touch', phones, (phone) => read.numberOwners(phone))
  compareWithBareSql(phones, (phone) => read.numberOwners(phone))
  const strangers = phones.map((phone) => ({ ...phone, e164: `+4822${phone.dial.slice(-7)}` }))
  report('number look-up by tail', strangers, (phone) => read.numberOwners(phone))

  measureSearch(read)
  const some = phones.slice(0, 200)
  report('counts', some, () => read.counts(nowMs))
  report('missed calls', some, () => read.missedCalls(50))
  report('recent calls', some, () => read.recentCalls(50))
  await measureWrites(write)
}

function measureSearch(read: Store['read']): void {
  const names = sample.names.slice(0, rounds / 2)
  const search = (kind: string, queries: readonly string[]) =>
    report(`search: ${kind}`, queries, (query) => read.search(query, 20))
  const each = (toQuery: (name: SampleName) => string) => names.map(toQuery)
  search(
    'family name',
    each((name) => name.family),
  )
  search(
    'given and family name',
    each((name) => `${name.given} ${name.family}`),
  )
  for (const letters of [1, 2, 3, 4, 5]) {
    search(
      `first ${letters} of the family name`,
      each((name) => name.family.slice(0, letters)),
    )
  }
  search(
    'both names begun',
    each((name) => `${name.family.slice(0, 3)} ${name.given.slice(0, 2)}`),
  )
  search(
    'two given names',
    each((name) => `${name.given} ${names[7]!.given}`),
  )
  search(
    'family name with a slip',
    each((name) => slip(name.family)),
  )
  search(
    'no such name',
    each((name) => `${[...name.family].reverse().join('')}zq`),
  )
  const numbers = sample.numbers.slice(0, rounds / 2)
  search(
    'number from its start',
    numbers.map((number) => `0${number.slice(4, 10)}`),
  )
  search(
    'last four digits',
    numbers.map((number) => number.slice(-4)),
  )
  search('agreement', sample.agreements.slice(0, rounds / 2))
  search(
    'e-mail',
    sample.emails.slice(0, rounds / 2).map((email) => email.slice(0, 8)),
  )
}

async function measureWrites(write: Store['write']): Promise<void> {
  const interactionId = id('9', Date.now())
  await write([interaction(interactionId, sample.customers[0]!, sample.numbers[0]!, Date.now())])
  const times: number[] = []
  for (let index = 0; index < 500; index++) {
    const started = performance.now()
    const note = 'Клієнт просить передзвонити. '.repeat(1 + (index % 20))
    await write([{ kind: 'patch', entity: 'interactions', id: interactionId, fields: { note } }])
    times.push(performance.now() - started)
  }
  printMs('write of a note, on the disk', figuresOf(times))
  await write([{ kind: 'delete', entity: 'interactions', id: interactionId }])
}

/** The statement alone against the port's function, turn by turn so that both see the same load of the machine. */
function compareWithBareSql(
  phones: readonly ReturnType<typeof formatNumber>[],
  ask: (phone: (typeof phones)[number]) => unknown,
) {
  const database = new Database(path, { readonly: true })
  database.pragma('cache_size = -64000')
  const bare = database.prepare(exactOwnersSql)
  const ours: number[] = []
  const theirs: number[] = []
  for (const turn of [0, 1, 2, 3]) {
    for (const phone of phones) {
      const started = performance.now()
      bare.all({ value: phone.dial, extension: null })
      const between = performance.now()
      ask(phone)
      if (turn > 0) theirs.push(between - started)
      if (turn > 0) ours.push(performance.now() - between)
    }
  }
  database.close()
  printMs('number look-up', figuresOf(ours))
  printMs('number look-up, bare SQL', figuresOf(theirs))
  const [a, b] = [figuresOf(ours), figuresOf(theirs)]
  console.log(
    `${'number look-up, ratio to bare SQL'.padEnd(44)} p50${(a.p50 / b.p50).toFixed(2).padStart(9)}  p99${(a.p99 / b.p99).toFixed(2).padStart(9)}`,
  )
}

function report<T>(name: string, inputs: readonly T[], run: (input: T) => unknown): void {
  const times: number[] = []
  for (const input of inputs) {
    const started = performance.now()
    run(input)
    times.push(performance.now() - started)
  }
  printMs(name, figuresOf(times))
}

function slip(word: string): string {
  const middle = Math.floor(word.length / 2)
  return word.length < 5 ? word : word.slice(0, middle) + word.slice(middle + 1)
}
