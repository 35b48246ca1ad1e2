import type { TFunction } from 'i18next'
import { BadgeAlert, Clock, Crown, HandHeart, type LucideIcon, PhoneCall, PhoneOff, Sparkles, TrendingDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Badge as BadgeData } from '#shared/domain/customer/customer.ts'
import { type Format, useFormat } from '../../app/format.ts'
import { Badge } from '../../kit/badge.tsx'
import type { Tone } from '../../kit/tone.ts'
import styles from './card.module.css'

const looks: Readonly<Record<BadgeData['kind'], { tone: Tone; icon: LucideIcon }>> = {
  vip: { tone: 'info', icon: Crown },
  'repeat-caller': { tone: 'warn', icon: PhoneCall },
  'open-promise': { tone: 'warn', icon: Clock },
  'do-not-call': { tone: 'bad', icon: PhoneOff },
  'overdue-case': { tone: 'bad', icon: BadgeAlert },
  loyal: { tone: 'ok', icon: HandHeart },
  'at-risk': { tone: 'bad', icon: TrendingDown },
  new: { tone: 'accent', icon: Sparkles },
}

export function Badges({ badges }: { readonly badges: readonly BadgeData[] }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  if (badges.length === 0) return null
  return (
    <div className={styles.badges}>
      {badges.map((badge) => {
        const text = badgeText(badge, t, format)
        return (
          <Badge key={badge.kind} tone={looks[badge.kind].tone} icon={looks[badge.kind].icon} title={text}>
            {text}
          </Badge>
        )
      })}
    </div>
  )
}

function badgeText(badge: BadgeData, t: TFunction<'card'>, format: Format): string {
  if (badge.kind === 'open-promise') {
    return badge.dueAtMs === undefined
      ? t('badge.open-promise-undated')
      : t('badge.open-promise', { date: format.day(badge.dueAtMs) })
  }
  if (badge.kind === 'loyal' && badge.count === undefined) return t('badge.loyal-plain')
  return t(`badge.${badge.kind}`, { count: badge.count ?? 1 })
}
