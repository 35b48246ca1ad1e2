import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { ErrorState } from '../kit/error-state.tsx'
import { Skeleton } from '../kit/skeleton.tsx'
import { useFailureText } from './failure-text.ts'
import styles from './query-view.module.css'
import type { Query } from './use-query.ts'

/** The three faces of a question: waiting, failed with the next step, answered. */
export function QueryView<T>({
  query,
  onRetry,
  children,
}: {
  readonly query: Query<T>
  readonly onRetry: () => void
  readonly children: (value: T) => ReactNode
}) {
  const { t } = useTranslation()
  const failureText = useFailureText()
  if (query.kind === 'ready') return children(query.value)
  if (query.kind === 'loading') {
    return (
      <div className={styles.waiting}>
        <Skeleton lines={6} label={t('loading')} />
      </div>
    )
  }
  const { what, todo } = failureText(query.failure)
  return <ErrorState title={what} text={todo} action={<Button onPress={onRetry}>{t('retry')}</Button>} />
}
