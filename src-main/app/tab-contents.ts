import type { CustomerMatch } from '#shared/domain/customer/match.ts'
import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import type { Script } from '#shared/domain/script/script.ts'
import type { Desk } from './desk.ts'
import { gatherPop } from './gather-pop.ts'

type Around = Pick<Desk, 'clock' | 'store' | 'settings' | 'workspace'>

/** Reads a tab's match, card and script again and tells the pages, after the operator chose or changed something. */
export function refreshTab(
  desk: Around,
  id: InteractionId,
  choice: { match?: CustomerMatch; scriptId?: Script['scriptId'] },
): void {
  const tab = desk.workspace.get(id)
  if (!tab) return
  // A script that is already being talked by stays, whoever the customer turns out to be.
  const scriptId = choice.scriptId ?? (tab.scriptRun ? tab.script?.scriptId : undefined)
  const contents = gatherPop(
    { ...tab, match: choice.match ?? tab.match, scriptId },
    { read: desk.store.read, nowMs: desk.clock.epochMs(), settings: desk.settings.value.get() },
  )
  const sameScript = contents.script?.scriptId === tab.script?.scriptId
  const scriptReasons = sameScript && !choice.scriptId ? tab.scriptReasons : contents.scriptReasons
  desk.workspace.change(id, { ...contents, scriptReasons, scriptRun: sameScript ? tab.scriptRun : undefined }, 'contents')
}

/** Every open tab that shows this customer gets the new card. */
export function refreshCustomer(desk: Around & Pick<Desk, 'feed'>, customerId: CustomerId): void {
  for (const tab of desk.workspace.withCustomer(customerId)) refreshTab(desk, tab.interactionId, {})
  desk.feed.customers.emit({ customerId })
}
