import { type Task, task } from '#shared/domain/customer/customer.ts'
import { type CustomerId, customerId, type TaskId } from '#shared/domain/ids.ts'
import type { ReadConnection } from '../connection.ts'
import type { FormatNumber } from './format-number.ts'
import { type DbRow, parsedEach, present } from './rows.ts'

export const taskColumns = `
  t.id AS taskId, t.kind, t.customer_id AS customerId, c.name AS customerName, t.title, t.due_at_ms AS dueAtMs,
  t.done_at_ms AS doneAtMs, t.number, t.case_id AS caseId, t.interaction_id AS interactionId`

const from = (index: string) => `FROM tasks t INDEXED BY ${index} LEFT JOIN customers c ON c.id = t.customer_id`

/** Soonest due first; those without a date after all others. */
export const openTasksSql = `
  SELECT ${taskColumns} ${from('tasks_open_by_due')} WHERE t.done_at_ms IS NULL AND t.due_at_ms IS NOT NULL
  ORDER BY t.due_at_ms LIMIT ?`
export const openTasksWithoutDateSql = `
  SELECT ${taskColumns} ${from('tasks_open_by_due')} WHERE t.done_at_ms IS NULL AND t.due_at_ms IS NULL LIMIT ?`
export const doneTasksSql = `
  SELECT ${taskColumns} ${from('tasks_done')} WHERE t.done_at_ms IS NOT NULL ORDER BY t.done_at_ms DESC LIMIT ?`

export function toTask(row: DbRow, formatNumber: FormatNumber): unknown {
  const { number, ...value } = present(row)
  return typeof number === 'string' ? { ...value, phone: formatNumber(number) } : value
}

export function prepareTasks(database: ReadConnection, formatNumber: FormatNumber) {
  const dated = database.prepare<[number], DbRow>(openTasksSql)
  const undated = database.prepare<[number], DbRow>(openTasksWithoutDateSql)
  const done = database.prepare<[number], DbRow>(doneTasksSql)
  /** Open ones by their due date, then done ones, latest first; `done` asks for one sort only. */
  return (options: { done?: boolean | undefined; limit: number }): Task[] => {
    const rows: DbRow[] = []
    if (options.done !== true) rows.push(...dated.all(options.limit))
    if (options.done !== true && rows.length < options.limit) rows.push(...undated.all(options.limit - rows.length))
    if (options.done !== false && rows.length < options.limit) rows.push(...done.all(options.limit - rows.length))
    return parsedEach(
      task,
      rows.map((row) => toTask(row, formatNumber)),
    )
  }
}

export const taskCustomerSql = 'SELECT customer_id FROM tasks WHERE id = ?'

export function prepareTaskCustomer(database: ReadConnection) {
  const owner = database.prepare<[string], string | null>(taskCustomerSql).pluck()
  /** Null when the task has no customer, undefined when there is no such task. */
  return (id: TaskId): CustomerId | null | undefined => {
    const found = owner.get(id)
    return found === null || found === undefined ? found : customerId.safeParse(found).data
  }
}
