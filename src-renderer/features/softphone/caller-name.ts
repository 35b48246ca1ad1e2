import type { Caller } from '#shared/domain/call/caller.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'

/** What a tab and the bar call the far side: the customer, else the number, else the given word for a withheld one. */
export function callerName(item: Pick<WorkItem, 'title' | 'caller'>, anonymousWord: string): string {
  return item.title || item.caller.number?.display || anonymousWord
}

/** The number, unless it is already the name. */
export function secondLine(item: Pick<WorkItem, 'title' | 'caller'>): string | undefined {
  const number = numberText(item.caller)
  return item.title === '' || number === item.title ? undefined : number
}

export function numberText(caller: Caller): string | undefined {
  const { number } = caller
  if (!number) return undefined
  return number.extension ? `${number.display} #${number.extension}` : number.display
}
