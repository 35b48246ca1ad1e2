import { isOver } from '#shared/domain/call/call.ts'
import type { Disposition } from '#shared/domain/disposition/disposition.ts'
import { type Failure, fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { type CustomerId, customerId as customerIdSchema, type InteractionId } from '#shared/domain/ids.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Change } from '#shared/entities/change.ts'
import type { Handlers } from '../../pages/handlers.ts'
import { chosen, settleOperator } from '../call-flow.ts'
import { newContactPoint, newCustomer } from '../customer-changes.ts'
import type { Desk } from '../desk.ts'
import { customerOf, type Tab } from '../tab.ts'
import { refreshTab } from '../tab-contents.ts'

type WorkCommands = Extract<keyof Handlers, `work.${string}`>

/** What the operator does with the interaction in a tab: who it is, what was said, how it ended. */
export function workHandlers(desk: Desk): Pick<Handlers, WorkCommands> {
  const { workspace, store, clock, timings, feed } = desk
  const patch = (id: InteractionId, fields: Extract<Change, { entity: 'interactions'; kind: 'patch' }>['fields']): Change => ({
    kind: 'patch',
    entity: 'interactions',
    id,
    fields,
  })

  return {
    'work.chooseCustomer': async ({ interactionId, customerId }) => {
      const tab = workspace.get(interactionId)
      if (!tab || !store.read.customerExists(customerId)) return fail('not-found')
      refreshTab(desk, interactionId, { match: chosen(customerId) })
      return stored(await store.write([patch(interactionId, { customerId }), ...remember(desk, tab, customerId)]))
    },

    'work.createCustomer': async ({ interactionId, kind, name, number }) => {
      const tab = interactionId && workspace.get(interactionId)
      const id = customerIdSchema.parse(desk.ids.next())
      const phone = number ? readNumber(number, desk.settings.value.get().callerTrust.homeCountry) : tab?.caller.number
      if (number && !phone) return fail('number-invalid')
      const language = tab?.queue?.language ?? desk.settings.value.get().language
      const changes: Change[] = [newCustomer(id, { kind, name, language }, clock.epochMs())]
      if (phone) changes.push(newContactPoint(desk.ids.next(), id, { kind: 'phone', phone, label: 'mobile', primary: true }))
      if (tab) changes.push(patch(tab.interactionId, { customerId: id }), ...remember(desk, tab, id))
      const written = await store.write(changes)
      if (!written.ok) return written
      if (tab) refreshTab(desk, tab.interactionId, { match: chosen(id) })
      return ok({ customerId: id })
    },

    'work.detachCustomer': async ({ interactionId }) => {
      const tab = workspace.get(interactionId)
      if (!tab) return fail('not-found')
      refreshTab(desk, interactionId, { match: { kind: 'unknown' } })
      return stored(await store.write([patch(interactionId, { customerId: null }), ...remember(desk, tab, null)]))
    },

    'work.saveNote': async ({ interactionId, text }) => {
      if (!workspace.change(interactionId, { note: text }, 'draft')) return fail('not-found')
      const written = await store.write([patch(interactionId, { note: text })])
      return written.ok ? ok({ saved: written.value.durable }) : written
    },

    'work.saveScriptRun': async ({ interactionId, run }) => {
      const tab = workspace.get(interactionId)
      if (!tab) return fail('not-found')
      const fields = { scriptId: run.scriptId, run, updatedAtMs: clock.epochMs() }
      const kind = tab.scriptRunStored ? 'patch' : 'create'
      workspace.change(interactionId, { scriptRun: run, scriptRunStored: true }, 'draft')
      const written = await store.write([{ kind, entity: 'script_runs', id: interactionId, fields }])
      return written.ok ? ok({ saved: written.value.durable }) : written
    },

    'work.chooseScript': async ({ interactionId, scriptId }) => {
      if (!workspace.get(interactionId)) return fail('not-found')
      refreshTab(desk, interactionId, { scriptId })
      return ok()
    },

    'work.painted': async ({ interactionId, paintedMs }) => {
      const tab = workspace.get(interactionId)
      if (tab) desk.cardReads.popped(tab)
      const popStages = timings.painted(interactionId, paintedMs)
      if (!popStages) return ok()
      workspace.change(interactionId, { stages: popStages }, 'call')
      return stored(await store.write([patch(interactionId, { popStages })]))
    },

    'work.finish': async ({ interactionId, dispositionId, note, thenReady }) => {
      const tab = workspace.get(interactionId)
      if (!tab) return fail('not-found')
      const refused = refusal(tab, { dispositionId, note }, store.read.dispositions())
      if (refused) return { ok: false, failure: refused }
      const wrapUpMs = tab.wrapUpSinceMs === undefined ? 0 : Math.round(clock.monotonicMs() - tab.wrapUpSinceMs)
      const written = await store.write([
        patch(interactionId, { note, dispositionId: dispositionId ?? null, wrapUpMs, finished: true }),
      ])
      if (!written.ok) return written
      workspace.close(interactionId)
      if (thenReady === true) desk.operator.apply({ kind: 'go-ready' })
      if (thenReady === false) desk.operator.apply({ kind: 'go-not-ready', reason: 'paperwork' })
      settleOperator(workspace, desk.operator)
      feed.interactions.emit({ interactionId })
      const customerId = customerOf(tab)
      if (customerId) feed.customers.emit({ customerId })
      return ok()
    },
  }
}

/** Why the wrap-up cannot be finished yet. */
function refusal(
  tab: Tab,
  { dispositionId, note }: { dispositionId?: string; note: string },
  dispositions: readonly Disposition[],
): Failure | undefined {
  if (tab.call && !isOver(tab.call)) return { kind: 'call-wrong-state' }
  const leaf = dispositions.find((entry) => entry.dispositionId === dispositionId)
  const isGroup = dispositions.some((entry) => entry.parentId === dispositionId)
  if (dispositionId && (!leaf || isGroup)) return { kind: 'invalid-input' }
  if (!leaf && tab.queue?.dispositionRequired) return { kind: 'disposition-required' }
  if (leaf?.noteRequired && note.trim() === '') return { kind: 'note-required' }
  return undefined
}

/** What an operator says of a number is asked first at its next call. */
function remember({ store, clock }: Desk, tab: Tab, customerId: CustomerId | null): Change[] {
  const number = tab.caller.number
  if (!number?.e164) return []
  const known = store.read.numberOwners(number).remembered !== undefined
  const fields = { customerId, confirmedAtMs: clock.epochMs() }
  return [{ kind: known ? 'patch' : 'create', entity: 'number_memory', id: number.e164, fields }]
}

function stored(written: Result<{ durable: boolean }>): Result<undefined> {
  return written.ok ? ok() : written
}
