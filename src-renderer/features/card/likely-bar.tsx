import { CircleHelp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CustomerMatch } from '#shared/domain/customer/match.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { Button } from '../../kit/button.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import styles from './match.module.css'

const othersShown = 2

/** "Probably this one, because ...": confirm, take another, or look further. */
export function LikelyBar({
  match,
  name,
  onChoose,
  onCorrect,
}: {
  readonly match: CustomerMatch & { readonly kind: 'likely' }
  readonly name: string
  readonly onChoose: (id: CustomerId) => void
  readonly onCorrect: () => void
}) {
  const { t } = useTranslation('card')
  return (
    <div className={styles.likely} role="status">
      <CircleHelp size={16} aria-hidden />
      <p className={styles.likelyText}>
        <span className={styles.likelyName} title={name}>
          {t('match.likely')} <bdi>{name}</bdi>
        </span>
        <span className={styles.reason}>{t(`match.reason.${match.reason}`)}</span>
      </p>
      <div className={styles.likelyActions}>
        {match.others.length > 0 && <span className={styles.reason}>{t('match.others')}</span>}
        {match.others.slice(0, othersShown).map((other) => (
          <span key={other.customerId} className={styles.other} title={other.name}>
            <TextButton onPress={() => onChoose(other.customerId)}>
              <bdi className={styles.otherName}>{other.name}</bdi>
            </TextButton>
          </span>
        ))}
        <span className={styles.likelyButtons}>
          <Button size="s" variant="ghost" onPress={onCorrect}>
            {t('match.change')}
          </Button>
          <Button size="s" onPress={() => onChoose(match.customerId)}>
            {t('match.confirm')}
          </Button>
        </span>
      </div>
    </div>
  )
}
