import { useEffect, useRef } from 'react'
import { isOverlayOpen, isTyping } from '../../app/shortcuts.ts'
import type { Inbox } from './use-inbox.ts'

/** Buttons and links have an Enter of their own. */
const hasOwnEnter = 'button:not([data-conflict]),a,[role=checkbox],[role=radio],input'

/** J, K and the arrows move; 1 and 2 choose a side; Enter settles; X ticks. By place, so that they work in any layout. */
export function useInboxKeys(inbox: Inbox | undefined, canSettle: boolean): void {
  const latest = useRef({ inbox, canSettle })
  useEffect(() => {
    latest.current = { inbox, canSettle }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { inbox: now, canSettle: may } = latest.current
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
      if (!now || !isPlain || event.defaultPrevented || isTyping(document.activeElement) || isOverlayOpen(document)) return
      const run = action(event, now, may)
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function action(event: KeyboardEvent, inbox: Inbox, canSettle: boolean): (() => void) | undefined {
  const inRadios = event.target instanceof Element && event.target.closest('[role=radiogroup]') !== null
  switch (event.code) {
    case 'KeyJ':
      return () => inbox.go(inbox.index + 1)
    case 'KeyK':
      return () => inbox.go(inbox.index - 1)
    case 'ArrowDown':
      return inRadios ? undefined : () => inbox.go(inbox.index + 1)
    case 'ArrowUp':
      return inRadios ? undefined : () => inbox.go(inbox.index - 1)
  }
  if (!canSettle) return undefined
  switch (event.code) {
    case 'Digit1':
      return () => inbox.choose({ kind: 'kept' })
    case 'Digit2':
      return () => inbox.choose({ kind: 'lost' })
    case 'KeyX': {
      const id = inbox.current.conflictId
      return () => inbox.tick([id], !inbox.ticked.has(id))
    }
    case 'Enter':
    case 'NumpadEnter': {
      const { choice } = inbox
      if (!choice || (event.target instanceof Element && event.target.matches(hasOwnEnter))) return undefined
      return () => void inbox.settle([inbox.current.conflictId], choice)
    }
  }
  return undefined
}
