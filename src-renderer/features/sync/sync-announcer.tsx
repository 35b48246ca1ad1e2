import { useEffect, useRef, useState } from 'react'
import { VisuallyHidden } from '../../kit/visually-hidden.tsx'

/** Tells screen readers when the kind of state changed: counts and percents go up and down too often to be read out. */
export function SyncAnnouncer({ kind, words }: { readonly kind: string; readonly words: string }) {
  const [said, setSaid] = useState('')
  const last = useRef(kind)
  useEffect(() => {
    if (last.current === kind) return
    last.current = kind
    setSaid(words)
  }, [kind, words])
  return (
    <VisuallyHidden>
      <span role="status" data-testid="sync-announcer">
        {said}
      </span>
    </VisuallyHidden>
  )
}
