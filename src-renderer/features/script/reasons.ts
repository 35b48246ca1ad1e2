import type { TFunction } from 'i18next'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'

/** Why this script, in words: `Chosen by queue “Support”, the customer's language`. */
export function reasonsText(t: TFunction<'script'>, reasons: ScreenPop['scriptReasons'], queueName: string | undefined): string {
  const words = reasons.map((reason) => {
    if (reason !== 'queue') return t(`reason.${reason}`)
    return queueName ? t('reason.queue', { queue: queueName }) : t('reason.queuePlain')
  })
  return words.length > 0 ? t('reason.lead', { reasons: words.join(', ') }) : ''
}
