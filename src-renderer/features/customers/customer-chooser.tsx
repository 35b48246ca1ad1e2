import { useEffect, useRef } from 'react'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { isOverlayOpen, isTyping } from '../../app/shortcuts.ts'
import { Kbd } from '../../kit/kbd.tsx'
import { PickList, PickOption, usePickList } from '../../kit/pick-list.tsx'
import { CustomerRow } from './customer-row.tsx'

/**
 * Several customers, one of whom it is: by a digit, by arrows and Enter, or by a click. The keys are heard wherever the focus
 * is, but never while something is being typed; the focus itself is not taken.
 */
export function CustomerChooser({
  label,
  candidates,
  onChoose,
}: {
  readonly label: string
  readonly candidates: readonly CustomerSummary[]
  readonly onChoose: (id: CustomerId) => void
}) {
  const choose = (index: number) => {
    const chosen = candidates[index]
    if (chosen) onChoose(chosen.customerId)
  }
  const list = usePickList(candidates.length, choose)
  const latest = useRef({ choose, list })
  useEffect(() => {
    latest.current = { choose, list }
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
      if (isTyping(document.activeElement) || isOverlayOpen(document)) return
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      if (digit) {
        event.preventDefault()
        latest.current.choose(Number(digit) - 1)
      } else if (document.activeElement === document.body) latest.current.list.onKey(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <PickList list={list} label={label} focusable>
      {candidates.map((summary, index) => (
        <PickOption key={summary.customerId} list={list} index={index}>
          {index < 9 && <Kbd>{String(index + 1)}</Kbd>}
          <CustomerRow summary={summary} />
        </PickOption>
      ))}
    </PickList>
  )
}
