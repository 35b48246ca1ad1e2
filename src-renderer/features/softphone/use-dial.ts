import { useEffect, useState } from 'react'
import type { PhoneNumber } from '#shared/domain/call/caller.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useCommand } from '../../app/use-command.ts'

export type Reading = { readonly ok: true; readonly value: PhoneNumber } | { readonly ok: false; readonly words: string }

const readAfterMs = 120
/** Shorter ones are still being typed. */
const readableDigits = 2

/** Digits and what people write between them: such a text is dialled, any other is looked for. */
export function looksLikeNumber(text: string): boolean {
  return /^[\s+]*[\d*#(][\d\s()*#+.,/-]*$/.test(text)
}

/** How a text would be dialled, and the dialling. `onDialled` is called once the call is on its way. */
export function useDial(text: string, onDialled: () => void) {
  const bridge = useBridge()
  const run = useCommand()
  const failureText = useFailureText()
  const [reading, setReading] = useState<Reading>()
  const [isDialing, setDialing] = useState(false)

  useEffect(() => {
    setReading(undefined)
    if (!looksLikeNumber(text) || text.replace(/\D/g, '').length < readableDigits) return
    let stale = false
    const timer = setTimeout(() => {
      void bridge.call('phone.readNumber', { text }).then((result) => {
        if (stale) return
        setReading(result.ok ? result : { ok: false, words: failureText(result.failure).todo })
      })
    }, readAfterMs)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [bridge, text, failureText])

  const dial = async () => {
    if (isDialing) return
    setDialing(true)
    const result = await run('phone.dial', { number: text })
    setDialing(false)
    if (result.ok) onDialled()
  }
  return { reading, dial, isDialing }
}
