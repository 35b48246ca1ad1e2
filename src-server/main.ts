import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinoLog } from '#system/pino-log.ts'
import { systemClock } from '#system/system-clock.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'
import { startServer } from './compose.ts'
import { readConfig, type ServerConfig } from './config.ts'
import { readTask, runTask } from './tasks.ts'

/** A connection that does not end by then is cut. */
const shutdownMs = 20_000

try {
  const config = readConfig(process.env)
  const task = readTask(process.argv.slice(2))
  if (task) for (const line of await runTask(task, config)) console.log(line)
  else await serve(config)
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error)
  process.exit(1)
}

async function serve(config: ServerConfig): Promise<void> {
  const log = pinoLog(config.logLevel)
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  const ids = uuidV7Source(systemClock.epochMs)
  const server = await startServer({ config, version, clock: systemClock, ids, log })
  console.log(`Dzvin server ${version}: ${server.url} (its API: ${server.url}/docs)`)
  if (server.trial) {
    console.log(
      '***  FOR TRIAL AND SMALL OFFICES: the database is embedded in this process. Give DATABASE_URL for PostgreSQL.  ***',
    )
  }
  if (server.firstAdministrator) {
    const { login, password } = server.firstAdministrator
    console.log(`First administrator: ${login}, one-time password: ${password} (shown once, changed at the first sign-in)`)
  }
  // The starting script waits for it; a service manager needs none.
  if (process.send) process.send({ kind: 'ready', url: server.url, accounts: server.demoAccounts })
  else for (const { role, login, password } of server.demoAccounts) console.log(`Demo account: ${role} ${login} ${password}`)

  let stopping = false
  const stop = async (why: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info('Shutting down', { why })
    setTimeout(() => process.exit(1), shutdownMs).unref()
    await server.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
  process.on('disconnect', () => void stop('the parent process is gone'))
}
