import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseRecord } from '#shared/domain/customer/customer.ts'
import { useAppState } from '../../app/state.ts'
import { ListRow } from '../../kit/list-row.tsx'
import { CaseHistory } from './case-history.tsx'
import { DueText } from './due-text.tsx'

/** One case; pressed, it shows what happened to it. */
export function CaseLine({ record }: { readonly record: CaseRecord }) {
  const { t } = useTranslation('card')
  const [isOpen, setOpen] = useState(false)
  const hasServer = useAppState(({ sync }) => sync !== undefined && sync.kind !== 'off')
  const about = [
    t(record.provisional && hasServer ? 'cases.provisional' : 'cases.number', { number: record.number }),
    record.status === 'waiting' && t('caseStatus.waiting'),
    record.owner && t('cases.owner', { owner: record.owner }),
  ].filter(Boolean)
  return (
    <div>
      <ListRow
        framed
        title={<bdi title={record.title}>{record.title}</bdi>}
        subtitle={<bdi title={about.join(' · ')}>{about.join(' · ')}</bdi>}
        end={record.dueAtMs !== undefined && <DueText dueAtMs={record.dueAtMs} />}
        isExpanded={isOpen}
        onPress={() => setOpen(!isOpen)}
      />
      {isOpen && <CaseHistory caseId={record.caseId} />}
    </div>
  )
}
