import { type CaseEvent, caseEvent } from '#shared/domain/customer/case-event.ts'
import type { CaseId } from '#shared/domain/ids.ts'
import type { ReadConnection } from '../connection.ts'
import { type DbRow, parsedEach, present } from './rows.ts'

/** The latest are kept where there are too many. */
export const caseEventsSql = `
  SELECT id AS caseEventId, case_id AS caseId, kind, detail, by, at_ms AS atMs
  FROM case_events INDEXED BY case_events_case WHERE case_id = ? ORDER BY at_ms DESC, id DESC LIMIT 500`

export function prepareCaseEvents(database: ReadConnection) {
  const ofCase = database.prepare<[string], DbRow>(caseEventsSql)
  return (id: CaseId): CaseEvent[] =>
    parsedEach(
      caseEvent,
      ofCase
        .all(id)
        .reverse()
        .map((row) => present(row)),
    )
}
