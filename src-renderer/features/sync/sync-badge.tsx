import { CircleAlert, CloudCheck, CloudDownload, CloudOff, CloudUpload, type LucideIcon, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { OutgoingChange } from '#shared/domain/sync/sync-state.ts'
import { useAppState } from '../../app/state.ts'
import { classNames } from '../../kit/class-names.ts'
import { Popover } from '../../kit/popover.tsx'
import { WithTooltip } from '../../kit/tooltip.tsx'
import { type BadgeWord, badgeLook } from './badge-look.ts'
import { DiscardDialog } from './discard-dialog.tsx'
import { SendAgainDialog } from './send-again-dialog.tsx'
import styles from './sync.module.css'
import { SyncAnnouncer } from './sync-announcer.tsx'
import { SyncPanel } from './sync-panel.tsx'
import { useSyncWords } from './use-sync-words.ts'

const icons: Readonly<Record<BadgeWord, LucideIcon>> = {
  upToDate: CloudCheck,
  waiting: CloudUpload,
  sending: CloudUpload,
  copying: CloudDownload,
  offline: CloudOff,
  problem: TriangleAlert,
  refused: CircleAlert,
}

export type ChangeToDecide = { readonly kind: 'edit' | 'discard'; readonly change: OutgoingChange }

/** How this copy stands to the server, and behind it what waits and what was refused. `compact`: the icon alone. */
export function SyncBadge({ compact }: { readonly compact: boolean }) {
  const { t } = useTranslation('sync')
  const sync = useAppState((state) => (state.session?.kind === 'signed-out' ? undefined : state.sync))
  const words = useSyncWords(sync)
  const [isOpen, setOpen] = useState(false)
  const [deciding, setDeciding] = useState<ChangeToDecide>()
  const look = sync && badgeLook(sync)
  if (!sync || !look) return null
  const Icon = icons[look.word]
  const decided = () => {
    setDeciding(undefined)
    setOpen(true)
  }
  return (
    <>
      <Popover
        label={t('title')}
        placement="bottom end"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <BadgeButton label={`${t('title')}: ${words.long}`} tooltip={words.long} tone={look.tone}>
            <Icon size={16} aria-hidden />
            {!compact && <span className={styles.short}>{words.short}</span>}
            {compact && look.count > 0 && <span className={styles.count}>{look.count > 99 ? '99+' : look.count}</span>}
          </BadgeButton>
        }
      >
        {(close) => (
          <SyncPanel
            sync={sync}
            words={words}
            onClose={close}
            onDecide={(next) => {
              close()
              setDeciding(next)
            }}
          />
        )}
      </Popover>
      <SyncAnnouncer kind={look.word} words={words.long} />
      {deciding?.kind === 'edit' && <SendAgainDialog change={deciding.change} onClose={decided} />}
      {deciding?.kind === 'discard' && <DiscardDialog change={deciding.change} onClose={decided} />}
    </>
  )
}

function BadgeButton({
  label,
  tooltip,
  tone,
  children,
}: {
  readonly label: string
  readonly tooltip: string
  readonly tone: string
  readonly children: React.ReactNode
}) {
  return (
    <WithTooltip text={tooltip}>
      <AriaButton className={classNames(styles.badge, styles[tone])} aria-label={label}>
        {children}
      </AriaButton>
    </WithTooltip>
  )
}
