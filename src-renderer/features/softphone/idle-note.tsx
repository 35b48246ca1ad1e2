import { useTranslation } from 'react-i18next'
import { useAppState } from '../../app/state.ts'
import { Dot } from '../../kit/badge.tsx'
import styles from './call-bar.module.css'

/** Between calls: whether one may come. */
export function IdleNote() {
  const { t } = useTranslation('softphone')
  const lineUp = useAppState((state) => state.line?.kind === 'registered' || state.line === undefined)
  const operator = useAppState((state) => state.operator?.kind)
  const word = !lineUp ? 'lineDown' : operator === 'not-ready' ? 'notReady' : operator === 'wrap-up' ? 'wrapUp' : 'ready'
  const tone = word === 'lineDown' ? 'bad' : word === 'ready' ? 'ok' : 'warn'
  return (
    <p className={styles.idle}>
      <Dot tone={tone} />
      {t(`idle.${word}`)}
    </p>
  )
}
