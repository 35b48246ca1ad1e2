import type { Fields } from '#shared/entities/entities.ts'
import { dayMs, pastMoment } from './calendar.ts'
import type { DemoCustomer } from './customer-rows.ts'
import { demoId } from './demo-id.ts'
import { create, type DemoRow } from './demo-row.ts'
import { agentName } from './interaction-rows.ts'
import type { Random } from './random.ts'
import { taskTitles, topics } from './topics.ts'

const priorities = ['low', 'normal', 'normal', 'normal', 'high', 'urgent'] as const
const kinds = ['task', 'callback', 'callback', 'promise'] as const

/** Cases with numbers from `firstNumber` upwards: most of them closed, the open ones recent, and some of these overdue. */
export function pushCases(rows: DemoRow[], random: Random, customer: DemoCustomer, nowMs: number, firstNumber: number): void {
  for (let nth = 0; nth < customer.plan.cases; nth++) {
    const open = random.chance(0.1)
    const openedAtMs = moment(random, customer, nowMs, open ? 6 : 500)
    const dueAtMs = openedAtMs + random.between(1, 10) * dayMs
    const fields: Fields<'cases'> = {
      customerId: customer.id,
      interactionId: null,
      number: String(firstNumber + nth),
      title: random.pick(topics).subject[customer.place.language],
      status: open ? random.pick(['open', 'open', 'waiting']) : random.pick(['solved', 'closed', 'closed']),
      priority: random.pick(priorities),
      owner: agentName(random),
      openedAtMs,
      dueAtMs,
      closedAtMs: open ? null : Math.min(nowMs, openedAtMs + Math.floor(random.unit() * (dueAtMs - openedAtMs))),
    }
    rows.push(create('cases', demoId(random, openedAtMs), fields))
  }
}

/** Tasks, callbacks and promises; of those not done some are overdue. */
export function pushTasks(rows: DemoRow[], random: Random, customer: DemoCustomer, nowMs: number): void {
  for (let nth = 0; nth < customer.plan.tasks; nth++) {
    const kind = random.pick(kinds)
    const done = random.chance(0.85)
    const createdAtMs = moment(random, customer, nowMs, done ? 300 : 3)
    const dueAtMs = createdAtMs + random.between(2, 9 * 24) * 3_600_000
    const fields: Fields<'tasks'> = {
      kind,
      customerId: customer.id,
      caseId: null,
      interactionId: null,
      title: taskTitles[kind][customer.place.language],
      number: kind === 'callback' ? customer.phone : null,
      assignee: agentName(random),
      createdAtMs,
      dueAtMs,
      doneAtMs: done ? Math.min(nowMs, createdAtMs + Math.floor(random.unit() * (dueAtMs - createdAtMs))) : null,
    }
    rows.push(create('tasks', demoId(random, createdAtMs), fields))
  }
}

function moment(random: Random, customer: DemoCustomer, nowMs: number, backDays: number): number {
  return Math.max(customer.createdAtMs, pastMoment(random, nowMs, backDays))
}
