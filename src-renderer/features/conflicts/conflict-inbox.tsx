import { useTranslation } from 'react-i18next'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { useRights } from '../../app/use-rights.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Panel } from '../../kit/panel.tsx'
import { ConflictDetail } from './conflict-detail.tsx'
import { ConflictList } from './conflict-list.tsx'
import styles from './conflicts.module.css'
import { useInbox } from './use-inbox.ts'
import { useInboxKeys } from './use-inbox-keys.ts'

/** The list at the left, the chosen one at the right, and above the list what can be done to many. */
export function ConflictInbox({
  conflicts,
  onSettled,
}: {
  readonly conflicts: readonly ConflictRecord[]
  readonly onSettled: () => void
}) {
  const { t } = useTranslation('conflicts')
  const rights = useRights()
  const inbox = useInbox(conflicts, onSettled)
  const isOpen = conflicts[0]?.status === 'open'
  const canSettle = isOpen && rights.changes('conflicts', 'status')
  useInboxKeys(inbox, canSettle)
  if (!inbox) return null
  const { ticked } = inbox
  const all = conflicts.map(({ conflictId }) => conflictId)
  const settleTicked = (kind: 'kept' | 'lost') => void inbox.settle([...ticked], { kind })
  return (
    <div className={styles.inbox}>
      <Panel label={t('list')} fill flush>
        {canSettle && (
          <div className={styles.bulk}>
            <Checkbox
              aria-label={t('tickAll')}
              isSelected={ticked.size === all.length}
              isIndeterminate={ticked.size > 0 && ticked.size < all.length}
              onChange={(on) => inbox.tick(all, on)}
            >
              <span className={styles.bulkCount}>{ticked.size > 0 ? t('ticked', { count: ticked.size }) : t('tickAll')}</span>
            </Checkbox>
            {ticked.size > 0 && (
              <span className={styles.bulkButtons}>
                <Button size="s" isDisabled={inbox.isSettling} onPress={() => settleTicked('kept')}>
                  {t('bulkKept')}
                </Button>
                <Button size="s" isDisabled={inbox.isSettling} onPress={() => settleTicked('lost')}>
                  {t('bulkLost')}
                </Button>
              </span>
            )}
          </div>
        )}
        <ConflictList conflicts={conflicts} inbox={inbox} canTick={canSettle} />
      </Panel>
      <Panel label={t('detail')} fill flush>
        <ConflictDetail key={inbox.current.conflictId} conflict={inbox.current} inbox={inbox} canSettle={canSettle} />
      </Panel>
    </div>
  )
}
