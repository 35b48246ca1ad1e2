import {
  Banknote,
  FolderOpen,
  type LucideIcon,
  Mail,
  MapPin,
  MessageCircle,
  MessageSquareText,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  Star,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { callBackOutcomes } from '#shared/domain/call/call-outcome.ts'
import type { Channel, TimelineItem } from '#shared/domain/customer/customer.ts'
import { useFormat } from '../../app/format.ts'
import { classNames } from '../../kit/class-names.ts'
import styles from './timeline.module.css'
import type { DayGroup } from './timeline-rows.ts'

const icons: Readonly<Record<Exclude<Channel, 'call'>, LucideIcon>> = {
  email: Mail,
  chat: MessageCircle,
  sms: MessageSquareText,
  visit: MapPin,
  payment: Banknote,
  survey: Star,
  case: FolderOpen,
}

export function TimelineEntry({ item, group }: { readonly item: TimelineItem; readonly group: DayGroup['kind'] }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  const missed = isMissed(item)
  const Icon = iconOf(item, missed)
  const kind = item.channel === 'call' ? t(`item.call.${item.direction ?? 'any'}`) : t(`item.${item.channel}`)
  const title = item.subject ?? (item.disposition ? format.local(item.disposition) : kind)
  const about = [
    title !== kind && item.channel !== 'call' ? kind : undefined,
    item.outcome && item.outcome !== 'answered' ? t(`outcome.${item.outcome}`) : undefined,
    item.subject && item.disposition ? format.local(item.disposition) : undefined,
    item.agent,
    item.talkMs ? format.duration(item.talkMs) : undefined,
  ].filter((part) => part !== undefined)
  return (
    <article className={styles.entry}>
      <time
        className={styles.when}
        dateTime={new Date(item.startedAtMs).toISOString()}
        title={`${format.date(item.startedAtMs)} ${format.time(item.startedAtMs)}`}
      >
        {group === 'month' ? format.shortDay(item.startedAtMs) : format.time(item.startedAtMs)}
      </time>
      <span className={classNames(styles.icon, missed && styles.missed)} title={kind}>
        <Icon size={13} aria-hidden />
      </span>
      <div className={styles.what}>
        <p>
          <bdi className={styles.title}>{title}</bdi>
          {about.map((part) => (
            <span key={part} className={styles.about}>
              {' · '}
              <bdi>{part}</bdi>
            </span>
          ))}
        </p>
        {item.body && (
          <p className={styles.body} title={item.body}>
            <bdi>{item.body}</bdi>
          </p>
        )}
      </div>
    </article>
  )
}

function isMissed(item: TimelineItem): boolean {
  return item.channel === 'call' && item.outcome !== undefined && (callBackOutcomes as readonly string[]).includes(item.outcome)
}

function iconOf(item: TimelineItem, missed: boolean): LucideIcon {
  if (item.channel !== 'call') return icons[item.channel]
  if (missed) return PhoneMissed
  return item.direction === 'outbound' ? PhoneOutgoing : PhoneIncoming
}
