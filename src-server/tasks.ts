import { createReadStream, createWriteStream, existsSync, openAsBlob, readdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pinoLog } from '#system/pino-log.ts'
import { anchorFileIn, setAnchorsAside } from './audit/anchors.ts'
import type { ServerConfig } from './config.ts'
import type { Database } from './store/database.ts'
import { openEmbedded } from './store/embedded.ts'
import { migrations } from './store/migrations/list.ts'
import { migrate, pendingMigrations } from './store/migrations/migrate.ts'
import { openDatabase } from './store/open-database.ts'
import { beginEpoch } from './sync/epoch.ts'

/** What `npm run server -- …` does instead of serving. */
export type Task =
  | { readonly kind: 'migrate-dry-run' }
  | { readonly kind: 'new-epoch' }
  | { readonly kind: 'backup' | 'restore'; readonly file: string }

/** Wrong words on the command line, or a task that cannot be done as things are: the message says what to do. */
export class BadTask extends Error {
  override readonly name = 'BadTask'
}

const usage = 'Known: --migrate-dry-run, --backup <file>, --restore <file>, --new-epoch'
const noTimeout = { transactionTimeoutMs: 600_000 } as const

/** Undefined: nothing is asked, so it serves. Throws `BadTask`. */
export function readTask(args: readonly string[]): Task | undefined {
  const [name, file, ...rest] = args
  if (name === undefined) return undefined
  if ((name === '--migrate-dry-run' || name === '--new-epoch') && file === undefined)
    return { kind: name === '--new-epoch' ? 'new-epoch' : 'migrate-dry-run' }
  if ((name === '--backup' || name === '--restore') && file !== undefined && rest.length === 0)
    return { kind: name === '--backup' ? 'backup' : 'restore', file }
  throw new BadTask(`What is meant by '${args.join(' ')}'? ${usage}`)
}

/** Does it and resolves with what is to be said. */
export async function runTask(task: Task, config: ServerConfig): Promise<readonly string[]> {
  switch (task.kind) {
    case 'migrate-dry-run':
      return withDatabase(config, dryRun)
    case 'new-epoch':
      return withDatabase(config, async (database) => {
        await beginEpoch(database)
        return [
          'A new epoch has begun: every desktop will copy anew and send again what this database has lost.',
          ...(await setAside(config)),
        ]
      })
    case 'backup':
      return backUp(config, task.file)
    case 'restore':
      return restore(config, task.file)
  }
}

async function withDatabase(
  config: ServerConfig,
  work: (database: Database) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const database = await openDatabase(config.database, pinoLog(config.logLevel))
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function dryRun(database: Database): Promise<readonly string[]> {
  const pending = await pendingMigrations(database, migrations)
  if (pending.length === 0) return ['Nothing to migrate.']
  return [
    `-- ${pending.length} to apply, each in one transaction`,
    ...pending.flatMap(({ name, sql }) => [`-- ${name}`, sql.trim()]),
  ]
}

async function backUp(config: ServerConfig, file: string): Promise<readonly string[]> {
  const folder = embeddedFolder(config)
  if (existsSync(file)) throw new BadTask(`${file} exists already`)
  const database = await openEmbedded({ folder, ...noTimeout })
  try {
    // Under its own name only when it is whole.
    const part = `${file}.part`
    const dump = await database.dump()
    await pipeline(Readable.fromWeb(dump.stream() as never), createWriteStream(part, { mode: 0o600, flush: true }))
    await rename(part, file)
  } finally {
    await database.close()
  }
  return [`Kept in ${file}. It holds personal data: keep it as safe as the server.`]
}

async function restore(config: ServerConfig, file: string): Promise<readonly string[]> {
  const folder = embeddedFolder(config)
  const files = join(folder, 'database')
  if (existsSync(files) && readdirSync(files).length > 0)
    throw new BadTask(`There is a database in ${files}: move it away first, so that nothing is overwritten`)
  await readable(file)
  try {
    const database = await openEmbedded({ folder, ...noTimeout, restoreFrom: await openAsBlob(file) })
    try {
      await migrate(database, migrations, Date.now())
      await beginEpoch(database)
    } finally {
      await database.close()
    }
  } catch (cause) {
    await rm(files, { recursive: true, force: true })
    throw new BadTask(`${file} is not a backup of this server, or is damaged; nothing was restored`, { cause })
  }
  return [
    'Restored. A new epoch has begun: every desktop will copy anew and send again what the backup lacks.',
    ...(await setAside(config)),
  ]
}

/** The backup's audit log lacks entries that were anchored since: held against those anchors it would seem cut off. */
async function setAside(config: ServerConfig): Promise<readonly string[]> {
  const aside = await setAnchorsAside(anchorFileIn(config.dataFolder), Date.now())
  return aside === undefined ? [] : [`The anchors of the audit log of before are set aside in ${aside}.`]
}

function embeddedFolder({ database }: ServerConfig): string {
  if (database.kind === 'embedded') return database.folder
  throw new BadTask('For PostgreSQL use pg_dump and pg_restore, then --new-epoch: see docs/admin/server.md')
}

async function readable(file: string): Promise<void> {
  for await (const _ of createReadStream(file, { end: 0 })) return
}
