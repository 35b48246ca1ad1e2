import { type LucideIcon, MicOff, Pause, Phone, PhoneIncoming, PhoneOutgoing } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CallState } from '#shared/domain/call/call.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { useFormat } from '../../app/format.ts'
import { RunningTime } from '../../app/running-time.tsx'
import { Badge } from '../../kit/badge.tsx'
import { classNames } from '../../kit/class-names.ts'
import styles from './call-bar.module.css'
import { callerName, secondLine } from './caller-name.ts'
import { Levels } from './levels.tsx'

const icons: Readonly<Record<CallState['phase']['kind'], LucideIcon>> = {
  ringing: PhoneIncoming,
  answering: PhoneIncoming,
  dialing: PhoneOutgoing,
  alerting: PhoneOutgoing,
  active: Phone,
  held: Pause,
  ended: Phone,
}

/** Who is on the line, how long, and how it sounds. */
export function CallIdentity({ item }: { readonly item: WorkItem }) {
  const { t } = useTranslation('softphone')
  const format = useFormat()
  const { call } = item
  if (!call) return null
  const { phase } = call
  const Icon = icons[phase.kind]
  const name = callerName(item, t('anonymous'))
  const details = [
    secondLine(item),
    item.queueName && t('queue', { queue: format.local(item.queueName) }),
    item.caller.displayName && item.caller.displayName !== item.title && t('claims', { name: item.caller.displayName }),
  ]
  const waiting = phase.kind === 'answering' || phase.kind === 'dialing' || phase.kind === 'alerting'
  return (
    <div className={styles.identity}>
      <span className={classNames(styles.mark, styles[phase.kind])} aria-hidden>
        <Icon size={17} />
      </span>
      <div className={styles.who}>
        {/* bdi: a name from outside must not turn the words around it */}
        <strong className={styles.name} title={name}>
          <bdi>{name}</bdi>
        </strong>
        <span className={styles.details} title={details.filter(Boolean).join(' · ')}>
          <bdi>{details.filter(Boolean).join(' · ')}</bdi>
        </span>
      </div>
      <div className={styles.clock}>
        <RunningTime sinceMs={phase.kind === 'held' ? phase.sinceMs : (call.answeredMs ?? call.startedMs)} />
      </div>
      <div className={styles.state}>
        {waiting && <span className={styles.phase}>{t(phase.kind)}</span>}
        {phase.kind === 'ringing' && <Badge tone="ok">{t('ringing')}</Badge>}
        {phase.kind === 'held' && <Badge tone="warn">{t('held')}</Badge>}
        {phase.kind === 'active' && call.heldByPeer && <Badge tone="warn">{t('heldByPeer')}</Badge>}
        {phase.kind === 'active' && call.muted && (
          <Badge tone="bad" icon={MicOff}>
            {t('muted')}
          </Badge>
        )}
        {phase.kind === 'active' && !call.muted && !call.heldByPeer && <Levels />}
      </div>
    </div>
  )
}
