import { describe, expect, it } from 'vitest'
import { task } from '#shared/domain/customer/customer.ts'
import { filterTasks } from './task-filters.ts'

const make = (taskId: string, more: object = {}) => task.parse({ taskId, kind: 'task', title: taskId, ...more })
const tasks = [
  make('later', { dueAtMs: 200 }),
  make('late', { dueAtMs: 50, kind: 'callback' }),
  make('undated'),
  make('finished', { dueAtMs: 50, doneAtMs: 60, kind: 'callback' }),
]
const ids = (filter: Parameters<typeof filterTasks>[1]) => filterTasks(tasks, filter, 100).map(({ taskId }) => taskId)

describe('filterTasks', () => {
  it('counts what is done under done only', () => {
    expect(ids('open')).toEqual(['later', 'late', 'undated'])
    expect(ids('overdue')).toEqual(['late'])
    expect(ids('callbacks')).toEqual(['late'])
    expect(ids('done')).toEqual(['finished'])
  })
})
