import { fork } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ScriptedPbx } from '#main/telephony/testing/scripted-pbx.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, startSharedDatabase } from '../processes/shared-database.ts'
import { type Figures, printMs } from './figures.ts'

/**
 * How late the main process's event loop runs during a first copy, while calls come in: SIP, the pop and every click wait for
 * it. The whole desktop runs in a child process (desk-under-load.ts); this one plays the PBX.
 */
const { values } = parseArgs({ options: { customers: { type: 'string', default: '100000' } } })
const betweenCallsMs = 200
const ringMs = 100

const dir = join(import.meta.dirname, '../../.cache/bench/copy-lag')
rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })
const database = await startSharedDatabase({ customers: Number(values.customers), interactionsPerCustomer: 1, fsync: true })
const server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
const pbx = await ScriptedPbx.start()
const { login, password } = accountOf(database, 'operator1')
const signIn = JSON.stringify({ url: server.url, login, password })
const desk = fork(join(import.meta.dirname, 'desk-under-load.ts'), [join(dir, 'desk'), JSON.stringify(pbx.account), signIn])
try {
  const copied = said<{ rows: number; seconds: number }>('copied')
  await said('registered')
  desk.send({ reset: true })
  let over = false
  void copied.then(() => {
    over = true
  })
  let calls = 0
  while (!over) {
    const call = pbx.call({ from: `<sip:+38067${1_000_000 + calls++ * 37}@pbx.test>`, headers: ['X-Queue: support'] }).invite()
    await setTimeout(ringMs)
    call.cancel('Q.850;cause=127')
    await setTimeout(betweenCallsMs - ringMs)
  }
  const { rows, seconds } = await copied
  const figures = said<Figures>('lag')
  desk.send({ lag: true })
  printMs(`event-loop lag, first copy and calls (${calls})`, await figures)
  console.log(`load ${loadavg()[0]!.toFixed(1)}; ${rows} rows in ${seconds.toFixed(1)} s  (asked: p99.9 20 ms)`)
} finally {
  desk.disconnect()
  await pbx.stop()
  await server.stop()
  await database.stop()
  rmSync(dir, { recursive: true, force: true })
}

function said<T>(name: string): Promise<T> {
  return new Promise((resolve) => {
    const hear = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !(name in message)) return
      desk.off('message', hear)
      resolve(Reflect.get(message, name) as T)
    }
    desk.on('message', hear)
  })
}
