import { Database, FlaskConical, Mic, MicOff, Timer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { LineState } from '#shared/domain/line/line.ts'
import { Badge, Dot } from '../kit/badge.tsx'
import { classNames } from '../kit/class-names.ts'
import type { Tone } from '../kit/tone.ts'
import { useFormat } from './format.ts'
import { RunningTime } from './running-time.tsx'
import { useAppState } from './state.ts'
import styles from './status-bar.module.css'
import { openView, useViewState } from './view-state.ts'

/** How far everything on screen may be believed. */
export function StatusBar() {
  const { t } = useTranslation()
  const demo = useAppState((state) => state.host?.demo === true)
  return (
    <section className={styles.bar} aria-label={t('status.label')}>
      <LineStatus />
      <MicrophoneStatus />
      <StoreStatus />
      <span className={styles.space} />
      <PopTime />
      {demo && (
        <span title={t('status.demoHint')}>
          <Badge tone="info" icon={FlaskConical}>
            {t('status.demo')}
          </Badge>
        </span>
      )}
    </section>
  )
}

const lineTones: Readonly<Record<LineState['kind'], Tone>> = {
  'not-configured': 'warn',
  connecting: 'warn',
  registered: 'ok',
  down: 'bad',
}

function LineStatus() {
  const { t } = useTranslation()
  const line = useAppState((state) => state.line)
  if (!line) return <span className={styles.item}>{t('status.lineUnknown')}</span>
  return (
    <span className={styles.item}>
      <Dot tone={lineTones[line.kind]} />
      {line.kind === 'registered' && (
        <>
          {t(line.demo ? 'status.demoReady' : 'status.lineReady')}
          <span className={styles.faint}>
            {t('status.verified')} <RunningTime sinceMs={line.verifiedMs} /> {t('status.ago')}
          </span>
        </>
      )}
      {line.kind === 'connecting' && (
        <>
          {t('status.lineConnecting')}
          <span className={styles.faint}>{t('status.lineAttempt', { count: line.attempt })}</span>
        </>
      )}
      {line.kind === 'down' && (
        <>
          {t('status.lineDown')}
          <span className={styles.faint}>
            <RunningTime sinceMs={line.sinceMs} />
          </span>
        </>
      )}
      {line.kind === 'not-configured' && t('status.lineNone')}
    </span>
  )
}

function MicrophoneStatus() {
  const { t } = useTranslation()
  const word = useAppState((state) => (state.media && !state.media.alive ? 'dead' : (state.media?.microphone ?? 'unknown')))
  const well = word === 'ready' || word === 'unknown'
  const Icon = well ? Mic : MicOff
  return (
    <span className={classNames(styles.item, !well && styles.bad)}>
      <Icon size={12} aria-hidden />
      {t(`status.microphone.${word}`)}
    </span>
  )
}

function StoreStatus() {
  const { t } = useTranslation()
  const kind = useAppState((state) => state.store?.kind)
  const unsaved = useAppState((state) => state.store?.unsaved ?? 0)
  if (!kind) return null
  return (
    <span className={classNames(styles.item, kind !== 'ok' && styles.bad)}>
      <Database size={12} aria-hidden />
      {unsaved > 0 ? t('status.unsaved', { count: unsaved }) : t(`status.store.${kind}`)}
    </span>
  )
}

function PopTime() {
  const { t } = useTranslation()
  const format = useFormat()
  const selected = useViewState((state) => state.selectedTab)
  const paintedMs = useAppState((state) => state.work.find((item) => item.interactionId === selected)?.paintedMs)
  if (paintedMs === undefined) return null
  return (
    <button type="button" className={styles.button} title={t('status.popHint')} onClick={() => openView('diagnostics')}>
      <Timer size={12} aria-hidden />
      {t('status.pop', { time: format.milliseconds(paintedMs) })}
    </button>
  )
}
