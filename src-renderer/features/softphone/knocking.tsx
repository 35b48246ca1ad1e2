import { Phone, PhoneIncoming, PhoneOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { shortcutText } from '../../app/shortcuts.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import styles from './call-bar.module.css'
import { callerName } from './caller-name.ts'
import type { CallActions } from './use-call-actions.ts'

/** A second call that rings beside the one being talked in. Answering holds that one. */
export function Knocking({ item, actions }: { readonly item: WorkItem; readonly actions: CallActions }) {
  const { t } = useTranslation('softphone')
  const name = callerName(item, t('anonymous'))
  return (
    <div className={styles.knocking} title={t('also', { name })}>
      <PhoneIncoming size={15} aria-hidden />
      <strong className={styles.knockingName}>
        <bdi>{name}</bdi>
      </strong>
      <Button size="s" variant="ok" icon={Phone} shortcut={shortcutText('answer')} onPress={() => actions.answer(item)}>
        {t('answer')}
      </Button>
      <IconButton size="s" icon={PhoneOff} label={t('reject')} onPress={() => actions.end(item)} />
    </div>
  )
}
