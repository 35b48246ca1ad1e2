import { useTranslation } from 'react-i18next'
import { dueOf } from '#shared/domain/customer/due.ts'
import { useFormat } from '../../app/format.ts'
import { classNames } from '../../kit/class-names.ts'
import { useNow } from '../../kit/use-now.ts'
import styles from './due-text.module.css'

const refreshMs = 20_000

/** How long until a deadline or since it; turns amber when near and red when passed. The exact time is its title. */
export function DueText({ dueAtMs }: { readonly dueAtMs: number }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  useNow(refreshMs)
  const due = dueOf(dueAtMs, Date.now())
  const span = t(`due.${due.unit}`, { count: due.count })
  return (
    <time
      dateTime={new Date(dueAtMs).toISOString()}
      title={format.dateTime(dueAtMs)}
      className={classNames(styles.due, due.overdue ? styles.overdue : due.soon && styles.soon)}
    >
      {t(due.overdue ? 'due.overdue' : 'due.left', { span })}
    </time>
  )
}
