import type { z } from 'zod'
import type { placeDraft, places } from '#shared/sync/account-api.ts'
import { everyonesTerritory } from '#shared/sync/protocol.ts'
import { type Answer, done, problem } from './answer.ts'
import type { AuthDeps } from './auth-deps.ts'
import { writeDirectoryRow } from './directory-row.ts'
import type { Administrator } from './people.ts'

/** Territories, offices and teams: what a user may be given. */
export interface Places {
  list(): Promise<z.infer<typeof places>>
  save(by: Administrator, draft: z.infer<typeof placeDraft>): Promise<Answer<{ readonly id: string }>>
}

const tables = { territory: 'territories', office: 'offices', team: 'teams' } as const

export function createPlaces(deps: AuthDeps): Places {
  const { database, audit, clock, ids, bus } = deps
  const named = (table: (typeof tables)[keyof typeof tables]) =>
    database.query<{ id: string; name: string }>(`select id, name from ${table} where not deleted order by name, id limit 5000`)

  return {
    async list() {
      return { territories: await named('territories'), offices: await named('offices'), teams: await named('teams') }
    },

    async save(by, draft) {
      const id = draft.id ?? ids.next()
      // It stands for all territories.
      if (id === everyonesTerritory) return problem('malformed', { field: 'id' })
      const row = { id, by: by.userId, atMs: clock.epochMs() }
      await database.transaction(async (queries) => {
        const { name, city = null, officeId = null } = draft
        if (draft.kind === 'territory') await writeDirectoryRow(queries, { ...row, entity: 'territories', fields: { name } })
        else if (draft.kind === 'office') await writeDirectoryRow(queries, { ...row, entity: 'offices', fields: { name, city } })
        else await writeDirectoryRow(queries, { ...row, entity: 'teams', fields: { name, officeId } })
        const { userId: actor, deviceId: device } = by
        const what = 'place-saved'
        await audit.append(queries, [
          { kind: 'administration', actor, device, entity: tables[draft.kind], row: id, detail: { what }, atMs: row.atMs },
        ])
      })
      bus.publish({ kind: 'changes', territories: [everyonesTerritory] })
      return done({ id })
    },
  }
}
