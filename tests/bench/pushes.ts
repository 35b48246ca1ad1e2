import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createAuditLog } from '#server/audit/chained-log.ts'
import { createChainer } from '#server/audit/chainer.ts'
import { checkChain } from '#server/audit/check-chain.ts'
import { localBus } from '#server/realtime/local-bus.ts'
import { openPostgresql } from '#server/store/postgresql.ts'
import { createSyncService } from '#server/sync/sync-service.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { protocolVersion } from '#shared/sync/protocol.ts'
import { systemClock } from '#system/system-clock.ts'
import { newFact } from '../processes/desk-work.ts'
import { RawDevice } from '../processes/raw-device.ts'
import { accountOf, startSharedDatabase } from '../processes/shared-database.ts'
import { figuresOf, printMs } from './figures.ts'

/** Pushes of one mutation each from several devices at once, through the service alone, onto a PostgreSQL that waits for the disk. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, devices: { type: 'string', default: '8,50' } },
})
const database = await startSharedDatabase({ customers: 500, interactionsPerCustomer: 0, fsync: true })
const limits = { poolSize: 20, connectTimeoutMs: 5_000, statementTimeoutMs: 30_000, transactionTimeoutMs: 30_000 }
const pool = openPostgresql({ url: database.url, ...limits }, quietLog)
const bus = localBus()
const chainer = createChainer({ database: pool, clock: systemClock, log: quietLog })
chainer.start()
const service = createSyncService({
  database: pool,
  audit: createAuditLog(chainer.wake),
  bus,
  nowMs: systemClock.epochMs,
  ids: { next: () => randomUUID() },
  log: quietLog,
})
const { userId } = accountOf(database, 'operator1')
const customers = await database.query<{ id: string; territory: string }>('SELECT id, territory_id AS territory FROM customers')
const principal = {
  userId,
  role: 'administrator' as const,
  territories: new Set(customers.map(({ territory }) => territory)),
  homeTerritory: customers[0]!.territory,
}
try {
  // The compiler's first look, and the first connections.
  await measure(20, 3)
  for (const count of values.devices.split(',').map(Number)) await measure(count, Number(values.seconds))
  const behind = await checkChain(pool, [])
  const started = performance.now()
  await chainer.dispose()
  console.log(
    `${behind.waiting} entries waited for the chain at the end; chained after ${Math.round(performance.now() - started)} ms`,
  )
  const { ok, entries } = await checkChain(pool, [])
  console.log(`the chain ${ok ? 'fits' : 'DOES NOT FIT'}: ${entries} entries`)
} finally {
  await bus.close()
  await pool.close()
  await database.stop()
}

async function measure(count: number, seconds: number): Promise<void> {
  const endAt = performance.now() + seconds * 1000
  const tookMs: number[] = []
  const started = performance.now()
  await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const device = new RawDevice('', { deviceId: randomUUID(), userId, accessToken: '' })
      for (let turn = nth; performance.now() < endAt; turn += count) {
        const customer = customers[turn % customers.length]!
        const { entity, id, fields } = newFact(customer.id, String(turn))
        const mutation = device.create(entity, id, fields)
        const at = performance.now()
        const answer = await service.push(principal, device.device.deviceId, {
          protocol: protocolVersion,
          device: device.device.deviceId,
          mutations: [mutation],
        })
        tookMs.push(performance.now() - at)
        if (answer.kind !== 'pushed' || answer.answers[0]?.outcome.kind !== 'applied') throw new Error(JSON.stringify(answer))
      }
    }),
  )
  console.log(`${count} devices: ${Math.round(tookMs.length / ((performance.now() - started) / 1000))} pushes/s`)
  printMs('one push', figuresOf(tookMs))
}
