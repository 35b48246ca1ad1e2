import type { Database } from '../store/database.ts'

/**
 * Call at each start: when the database has come from elsewhere (dump and restore, another cluster, recovery to a point in time),
 * its transaction numbers and revisions are of another history, and a new epoch makes every copy begin anew. True: it has.
 */
export async function checkEpoch(database: Database): Promise<boolean> {
  const birthmark = await readBirthmark(database)
  const [state] = await database.query<{ birthmark: string | null }>('SELECT birthmark FROM sync_state')
  if (state?.birthmark === birthmark) return false
  if (state?.birthmark === null) {
    await database.query('UPDATE sync_state SET birthmark = $1 WHERE birthmark IS NULL', [birthmark])
    return false
  }
  await beginEpoch(database)
  await database.query('UPDATE sync_state SET birthmark = $1', [birthmark])
  return true
}

/** After a restore that leaves no trace by itself (files of the embedded database put back). */
export async function beginEpoch(database: Database): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query(`UPDATE sync_state SET epoch = gen_random_uuid()::text, fence_xid = '0'`)
    await queries.query('DELETE FROM feed')
    // Their xids are of the other history: what was applied counts as old.
    await queries.query(`UPDATE applied SET xid = '0' WHERE xid <> '0'`)
  })
}

async function readBirthmark(database: Database): Promise<string> {
  const [mark] = await database.query<{ mark: string }>(
    `SELECT system_identifier::text || '/' || (SELECT oid::text FROM pg_database WHERE datname = current_database())
       || '/' || (SELECT timeline_id::text FROM pg_control_checkpoint()) AS mark
     FROM pg_control_system()`,
  )
  return mark?.mark ?? 'unknown'
}
