import { useEffect, useRef } from 'react'
import { isOverlayOpen, isTyping } from '../../app/shortcuts.ts'

/**
 * Hears keys pressed anywhere on the page that nobody else wants: not while something is typed, nor while a menu or a dialog
 * is open, nor Enter and Space on a focused button. `onKey` returns true when it used the key.
 */
export function usePageKeys(onKey: (event: KeyboardEvent) => boolean, isEnabled = true): void {
  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    if (!isEnabled) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      if (isTyping(document.activeElement) || isOverlayOpen(document)) return
      if (event.key === 'Enter' && isPressable(document.activeElement)) return
      if (latest.current(event)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [isEnabled])
}

function isPressable(element: Element | null): boolean {
  return element?.closest('button,a,summary,[role=row],[role=option],[role=radio],[data-own-enter]') != null
}
