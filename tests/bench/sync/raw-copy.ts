import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import type { WriteConnection } from '#main/store/connection.ts'
import { migrations } from '#main/store/migrations/list.ts'
import { migrate } from '#main/store/migrations/migrate.ts'
import { columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'

const rowsEachTransaction = 10_000

export interface Copied {
  readonly rows: number
  readonly seconds: number
}

/**
 * The raw limit: COPY → HTTP → one script that upserts into the same tables with the same look-up indexes, 10,000 rows a
 * transaction, synchronous=FULL. Nothing is checked and nothing can be resumed. `key`: the file is encrypted as the desktop's is.
 */
export async function rawCopy(databaseUrl: string, names: readonly EntityName[], path: string, key?: Buffer): Promise<Copied> {
  const server = fork(join(import.meta.dirname, 'raw-server.ts'), [databaseUrl])
  const [{ port }] = (await once(server, 'message')) as [{ port: number }]
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const database = new Database(path) as WriteConnection
  if (key) {
    database.pragma(`cipher = 'chacha20'`)
    database.key(key)
  }
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('cache_size = -64000')
  migrate(database, migrations, Date.now())
  const started = performance.now()
  let rows = 0
  for (const name of names) {
    const answer = await fetch(`http://127.0.0.1:${port}/?entity=${name}`)
    rows += await upsertLines(database, name, answer.body!)
  }
  const seconds = (performance.now() - started) / 1000
  database.close()
  server.kill()
  return { rows, seconds }
}

async function upsertLines(database: WriteConnection, name: EntityName, body: AsyncIterable<Uint8Array>): Promise<number> {
  const fields = Object.entries(entities[name].columns)
  const columns = ['id', ...fields.map(([field]) => `"${columnName(field)}"`)]
  const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`)
  const upsert = database.prepare<unknown[]>(
    `INSERT INTO "${name}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`,
  )
  const toSqlite = fields.map(([, { type }]) => type)
  let waiting: string[] = []
  let rows = 0
  const write = database.transaction(() => {
    for (const line of waiting) {
      // COPY's text form doubles each backslash.
      const [id, , ...values] = JSON.parse(line.includes('\\') ? line.replaceAll('\\\\', '\\') : line) as unknown[]
      upsert.run(id, ...values.map((value, index) => sqliteValue(toSqlite[index]!, value)))
    }
  })
  const flush = () => {
    write()
    rows += waiting.length
    waiting = []
  }
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop()!
    for (const line of lines) waiting.push(line)
    if (waiting.length >= rowsEachTransaction) flush()
  }
  flush()
  return rows
}

function sqliteValue(type: string, value: unknown): unknown {
  if (value === null) return null
  if (type === 'boolean') return value ? 1 : 0
  return type === 'json' ? JSON.stringify(value) : value
}
