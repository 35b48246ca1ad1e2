import type { CaseEvent } from '#shared/domain/customer/case-event.ts'
import type { CaseRecord, Task } from '#shared/domain/customer/customer.ts'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { type CaseId, caseId as caseIdSchema, taskId as taskIdSchema } from '#shared/domain/ids.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { CreateOf } from '#shared/entities/change.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'
import { refreshCustomer } from '../tab-contents.ts'

type RecordCommands = Extract<keyof Handlers, `cases.${string}` | `tasks.${string}` | `calls.${string}`>

/** Cases, tasks, recent and missed calls. */
export function recordHandlers(desk: Desk): Pick<Handlers, RecordCommands> {
  const { store, clock, ids, settings, feed } = desk
  const { read } = store

  function eventOf(caseId: CaseId, kind: CaseEvent['kind'], detail: string | null): CreateOf<'case_events'> {
    const by = settings.value.get().operatorName || null
    return { kind: 'create', entity: 'case_events', id: ids.next(), fields: { caseId, kind, detail, by, atMs: clock.epochMs() } }
  }

  return {
    'cases.list': async ({ statuses, limit }) => ok(read.cases({ statuses, limit })),

    'cases.create': async ({ customerId, interactionId, title, priority, dueAtMs }) => {
      const summary = read.summary(customerId)
      if (!summary) return fail('not-found')
      const id = caseIdSchema.parse(ids.next())
      const owner = settings.value.get().operatorName || undefined
      const record: CaseRecord = {
        caseId: id,
        customerId,
        customerName: summary.name,
        number: read.nextCaseNumber(),
        provisional: true,
        title,
        status: 'open',
        priority,
        owner,
        openedAtMs: clock.epochMs(),
        dueAtMs,
      }
      const { number, status, openedAtMs } = record
      const written = await store.write([
        {
          kind: 'create',
          entity: 'cases',
          id,
          fields: {
            customerId,
            interactionId: interactionId ?? null,
            number,
            title,
            status,
            priority,
            owner: owner ?? null,
            openedAtMs,
            dueAtMs: dueAtMs ?? null,
            closedAtMs: null,
          },
        },
        eventOf(id, 'opened', null),
      ])
      if (!written.ok) return written
      refreshCustomer(desk, customerId)
      return ok(record)
    },

    'cases.setStatus': async ({ caseId, status }) => {
      const present = read.caseById(caseId)
      if (!present) return fail('not-found')
      const closedAtMs = status === 'closed' || status === 'solved' ? clock.epochMs() : null
      const written = await store.write([
        { kind: 'patch', entity: 'cases', id: caseId, fields: { status, closedAtMs } },
        ...(status === present.status ? [] : [eventOf(caseId, 'status', status)]),
      ])
      if (!written.ok) return written
      refreshCustomer(desk, present.customerId)
      return ok()
    },

    'cases.events': async ({ caseId }) => ok(read.caseEvents(caseId)),

    'cases.comment': async ({ caseId, text }) => {
      const present = read.caseById(caseId)
      if (!present) return fail('not-found')
      const written = await store.write([eventOf(caseId, 'comment', text)])
      if (!written.ok) return written
      refreshCustomer(desk, present.customerId)
      return ok()
    },

    'tasks.list': async ({ done, limit }) => ok(read.tasks({ done, limit })),

    'tasks.create': async ({ kind, customerId, interactionId, title, dueAtMs, number }) => {
      const phone = number ? readNumber(number, settings.value.get().callerTrust.homeCountry) : undefined
      if (number && !phone) return fail('number-invalid')
      const summary = customerId && read.summary(customerId)
      if (customerId && !summary) return fail('not-found')
      const id = taskIdSchema.parse(ids.next())
      const task: Task = { taskId: id, kind, customerId, customerName: summary?.name, title, dueAtMs, phone, interactionId }
      const written = await store.write([
        {
          kind: 'create',
          entity: 'tasks',
          id,
          fields: {
            kind,
            customerId: customerId ?? null,
            caseId: null,
            interactionId: interactionId ?? null,
            title,
            number: phone?.e164 ?? phone?.dial ?? null,
            assignee: settings.value.get().operatorName || null,
            createdAtMs: clock.epochMs(),
            dueAtMs: dueAtMs ?? null,
            doneAtMs: null,
          },
        },
      ])
      if (!written.ok) return written
      if (customerId) refreshCustomer(desk, customerId)
      return ok(task)
    },

    'tasks.setDone': async ({ taskId, done }) => {
      const customerId = read.taskCustomer(taskId)
      if (customerId === undefined) return fail('not-found')
      const doneAtMs = done ? clock.epochMs() : null
      const written = await store.write([{ kind: 'patch', entity: 'tasks', id: taskId, fields: { doneAtMs } }])
      if (!written.ok) return written
      if (customerId) refreshCustomer(desk, customerId)
      return ok()
    },

    'calls.recent': async ({ limit }) => ok(read.recentCalls(limit)),

    'calls.missed': async ({ limit }) => ok(read.missedCalls(limit)),

    'calls.markHandled': async ({ interactionId }) => {
      if (!read.interaction(interactionId)) return fail('not-found')
      const fields = { handledAtMs: clock.epochMs() }
      const written = await store.write([{ kind: 'patch', entity: 'interactions', id: interactionId, fields }])
      if (!written.ok) return written
      feed.interactions.emit({ interactionId })
      return ok()
    },
  }
}
