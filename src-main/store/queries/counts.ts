import type { ReadConnection } from '../connection.ts'
import { missedCountSql } from './calls.ts'

/** Numbers beside icons: nobody needs to know more exactly than this, and counting on costs time. */
const most = 1_000

export const openTasksCountSql = `
  SELECT count(*) FROM (SELECT 1 FROM tasks INDEXED BY tasks_open_by_due WHERE done_at_ms IS NULL LIMIT ${most})`
export const overdueTasksCountSql = `
  SELECT count(*) FROM (
    SELECT 1 FROM tasks INDEXED BY tasks_open_by_due WHERE done_at_ms IS NULL AND due_at_ms < ? LIMIT ${most})`
export const openCasesCountSql = `
  SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY cases_by_status WHERE status IN ('open', 'waiting') LIMIT ${most})`

export function prepareCounts(database: ReadConnection) {
  const missedCalls = database.prepare<[], number>(missedCountSql).pluck()
  const openTasks = database.prepare<[], number>(openTasksCountSql).pluck()
  const overdueTasks = database.prepare<[number], number>(overdueTasksCountSql).pluck()
  const openCases = database.prepare<[], number>(openCasesCountSql).pluck()
  return (nowMs: number) => ({
    missedCalls: missedCalls.get() ?? 0,
    openTasks: openTasks.get() ?? 0,
    overdueTasks: overdueTasks.get(nowMs) ?? 0,
    openCases: openCases.get() ?? 0,
  })
}
