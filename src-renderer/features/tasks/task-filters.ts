import type { Task } from '#shared/domain/customer/customer.ts'

export const taskFilters = ['open', 'overdue', 'callbacks', 'done'] as const
export type TaskFilter = (typeof taskFilters)[number]

export function isOverdue(task: Task, nowMs: number): boolean {
  return task.doneAtMs === undefined && task.dueAtMs !== undefined && task.dueAtMs <= nowMs
}

export function filterTasks(tasks: readonly Task[], filter: TaskFilter, nowMs: number): Task[] {
  return tasks.filter((task) => {
    const isOpen = task.doneAtMs === undefined
    if (filter === 'done') return !isOpen
    if (filter === 'overdue') return isOverdue(task, nowMs)
    return filter === 'callbacks' ? isOpen && task.kind === 'callback' : isOpen
  })
}
