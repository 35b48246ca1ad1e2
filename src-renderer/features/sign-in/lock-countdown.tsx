import { useTranslation } from 'react-i18next'
import { clockText } from '../../kit/timer-text.tsx'
import { useNow } from '../../kit/use-now.ts'

/** How long sign-in stays locked. `untilMs` is of this page's `performance.now()`. */
export function LockCountdown({ untilMs }: { readonly untilMs: number }) {
  const { t } = useTranslation('sign-in')
  const left = Math.max(0, untilMs - useNow(250))
  // Rounded up: at 0:00 the button works.
  return <span aria-live="off">{t('lockedFor', { time: clockText(Math.ceil(left / 1_000) * 1_000) })}</span>
}
