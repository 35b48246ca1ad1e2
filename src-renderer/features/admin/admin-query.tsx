import { CloudOff, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureText } from '../../app/failure-text.ts'
import { QueryView } from '../../app/query-view.tsx'
import type { Query } from '../../app/use-query.ts'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'

/** `QueryView` with two more faces: no right to it, and no server to ask. */
export function AdminQuery<T>({
  query,
  onRetry,
  children,
}: {
  readonly query: Query<T>
  readonly onRetry: () => void
  readonly children: (value: T) => ReactNode
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const failureText = useFailureText()
  const kind = query.kind === 'failed' ? query.failure.kind : undefined
  if (kind === 'no-right') return <EmptyState icon={Lock} title={t('noRight.title')} text={t('noRight.text')} />
  if (query.kind === 'failed' && (kind === 'server-unreachable' || kind === 'server-unavailable')) {
    return (
      <EmptyState
        icon={CloudOff}
        title={t('offline.title')}
        text={failureText(query.failure).todo}
        action={<Button onPress={onRetry}>{common('retry')}</Button>}
      />
    )
  }
  return (
    <QueryView query={query} onRetry={onRetry}>
      {children}
    </QueryView>
  )
}
