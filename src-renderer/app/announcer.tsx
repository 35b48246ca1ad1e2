import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callerName } from '../features/softphone/index.ts'
import { VisuallyHidden } from '../kit/visually-hidden.tsx'
import { useFormat } from './format.ts'
import { shortcutText } from './shortcuts.ts'
import { useAppState } from './state.ts'

/** Tells screen readers of each new ringing call at once, with its caller and the key that answers. */
export function Announcer() {
  const { t } = useTranslation()
  const format = useFormat()
  const [said, setSaid] = useState('')
  const ringing = useAppState((state) => state.work.findLast((item) => item.stage === 'ringing'))
  const id = ringing?.interactionId
  // Said once a call and caller: a new name for the same call (a match that came later) is news as well.
  const text = ringing
    ? t(ringing.queueName ? 'announce.ringingQueue' : 'announce.ringing', {
        name: callerName(ringing, t('tabs.anonymous')),
        queue: ringing.queueName ? format.local(ringing.queueName) : '',
        key: shortcutText('answer'),
      })
    : ''
  useEffect(() => setSaid(id ? text : ''), [id, text])
  return (
    <VisuallyHidden>
      <span role="alert" aria-live="assertive" data-testid="announcer">
        {said}
      </span>
    </VisuallyHidden>
  )
}
