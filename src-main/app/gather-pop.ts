import type { CallDirection } from '#shared/domain/call/call.ts'
import type { CallContext, Caller } from '#shared/domain/call/caller.ts'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import { decideMatch } from '#shared/domain/customer/decide-match.ts'
import type { CustomerMatch } from '#shared/domain/customer/match.ts'
import { customerId as customerIdSchema } from '#shared/domain/ids.ts'
import type { Queue } from '#shared/domain/queue/queue.ts'
import { chooseScript } from '#shared/domain/script/choose-script.ts'
import type { Script } from '#shared/domain/script/script.ts'
import { buildScriptData } from '#shared/domain/script/script-data.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { StoreReads } from '#shared/ports/store.ts'
import { customerOf, type Tab } from './tab.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

/** Interactions that come with the card; the timeline asks for more as it is scrolled. */
export const firstTimelinePage = 30

export type PopContents = Pick<Tab, 'queue' | 'match' | 'card' | 'script' | 'scriptReasons' | 'scriptData'>

interface Subject {
  readonly direction: CallDirection
  readonly caller: Caller
  readonly context: CallContext
  /** Already decided (dialled from a card, chosen by the operator). */
  readonly match?: CustomerMatch
  readonly scriptId?: Script['scriptId']
}

interface Surroundings {
  readonly read: StoreReads
  readonly nowMs: number
  readonly settings: Pick<Settings, 'operatorName' | 'language'>
  readonly mark?: (stage: 'matched' | 'carded' | 'scripted') => void
}

/**
 * Everything of a screen pop that comes from the database, read at once and synchronously: the pop waits for nothing else.
 * A database that cannot be read gives a pop with the number alone.
 */
export function gatherPop(subject: Subject, around: Surroundings): PopContents {
  const { read, mark } = around
  const queue = unlessUnavailable(() => queueOf(read.queues(), subject.context))
  const match = subject.match ?? unlessUnavailable(() => matchOf(read, subject)) ?? { kind: 'unavailable' }
  mark?.('matched')
  const customerId = customerOf({ match })
  const card =
    customerId && unlessUnavailable(() => read.card(customerId, { timelineLimit: firstTimelinePage, nowMs: around.nowMs }))
  mark?.('carded')
  const contents = { queue, match, card, ...scriptFor(subject, around, queue, card) }
  mark?.('scripted')
  return contents
}

function matchOf(read: StoreReads, { caller, context }: Subject): CustomerMatch {
  const hint = customerIdSchema.safeParse(context.customerHint).data
  const known = hint && read.customerExists(hint) ? hint : undefined
  const owners = caller.number ? read.numberOwners(caller.number) : { remembered: undefined, exact: [], tail: [] }
  return decideMatch(owners, { anonymous: caller.anonymous, hint: known, number: caller.number })
}

/** By the PBX's X-Queue, else by the number that was dialled. */
function queueOf(queues: readonly Queue[], context: CallContext): Queue | undefined {
  const byKey = queues.find((queue) => queue.queueId === context.queue)
  if (byKey || context.queue) return byKey
  const dnis = context.dnis?.e164
  return dnis ? queues.find((queue) => queue.dnis.includes(dnis)) : undefined
}

function scriptFor(
  subject: Subject,
  { read, nowMs, settings }: Surroundings,
  queue: Queue | undefined,
  card: CustomerCard | undefined,
): Pick<Tab, 'script' | 'scriptReasons' | 'scriptData'> {
  const localHour = new Date(nowMs).getHours()
  const { direction, caller, context } = subject
  const scriptData = buildScriptData({ card, caller, context, queue, direction, ...settings, nowMs, localHour })
  const scripts = unlessUnavailable(() => read.scripts()) ?? []
  const asked = subject.scriptId && scripts.find(({ scriptId }) => scriptId === subject.scriptId)
  if (asked) return { script: asked, scriptReasons: ['chosen'], scriptData }
  const choice = chooseScript(scripts, {
    queue: queue?.queueId,
    language: card?.customer.language ?? queue?.language,
    segment: card?.customer.segment,
    direction,
    localHour,
    hasOpenCase: (card?.openCases.length ?? 0) > 0,
  })
  return { script: choice?.script, scriptReasons: [...(choice?.reasons ?? [])], scriptData }
}
