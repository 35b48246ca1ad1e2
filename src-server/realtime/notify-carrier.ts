import type { Database } from '../store/database.ts'
import type { Carrier } from './node-bus.ts'

const channel = 'dzvin_news'

/** LISTEN and NOTIFY of the common database. */
export function notifyCarrier(database: Database): Carrier {
  return {
    // PostgreSQL takes less than 8000.
    maxBytes: 7_900,
    send: async (text) => void (await database.query('SELECT pg_notify($1, $2)::text', [channel, text])),
    listen: (heard) => database.listen(channel, heard),
  }
}
