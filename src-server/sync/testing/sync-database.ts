import { randomUUID } from 'node:crypto'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { Mutation, PullAnswer } from '#shared/sync/protocol.ts'
import { createAuditLog } from '../../audit/chained-log.ts'
import type { ServerEvent } from '../../realtime/event-bus.ts'
import type { Database } from '../../store/database.ts'
import { migrations } from '../../store/migrations/list.ts'
import { migrate } from '../../store/migrations/migrate.ts'
import { createSyncService } from '../sync-service.ts'

/** The service over a database that is migrated here, with all that it told. */
export async function serviceOver(database: Database) {
  await migrate(database, migrations, 1)
  const events: ServerEvent[] = []
  let nowMs = 2_000_000
  const service = createSyncService({
    database,
    audit: createAuditLog(),
    bus: {
      publish: (event) => events.push(event),
      subscribe: () => () => undefined,
      close: async () => undefined,
    },
    nowMs: () => nowMs,
    ids: { next: () => randomUUID() },
    log: quietLog,
  })
  return {
    service,
    events,
    turn(ms: number) {
      nowMs += ms
    },
    send: (who: Principal, device: string, mutations: readonly Mutation[]) =>
      service.push(who, device, { protocol: 1, device, mutations }),
    pull: (who: Principal, device: string, cursor: string | null, limit = 500): Promise<PullAnswer> =>
      service.pull(who, device, { protocol: 1, device, cursor, limit }),
  }
}
