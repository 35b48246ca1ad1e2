import {
  BellRing,
  BookUser,
  GitCompareArrows,
  History,
  type LucideIcon,
  PhoneCall,
  Settings,
  SquareCheckBig,
  Ticket,
  UserCog,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { managers } from '#shared/entities/access.ts'
import { AccountMenu } from '../features/account/index.ts'
import { OperatorMenu } from '../features/softphone/index.ts'
import { classNames } from '../kit/class-names.ts'
import styles from './rail.module.css'
import { useAppState } from './state.ts'
import { openView, useViewState, type View } from './view-state.ts'

/** The views, what waits in each, and the operator's own state. */
export function Rail() {
  const { t } = useTranslation()
  const counts = useAppState((state) => state.counts)
  const ringing = useAppState((state) => state.work.some((item) => item.stage === 'ringing'))
  const conflicts = useAppState((state) => state.sync?.conflicts ?? 0)
  const hasServer = useAppState((state) => state.session?.kind === 'signed-in')
  const isManager = useAppState(({ session }) => session?.kind === 'signed-in' && managers.includes(session.user.role))
  const overdue = counts?.overdueTasks ?? 0
  return (
    <nav className={styles.rail} aria-label={t('nav.label')}>
      <span className={styles.logo} aria-hidden>
        <BellRing size={20} />
      </span>
      <RailButton view="workspace" icon={PhoneCall} isLively={ringing} />
      <RailButton view="customers" icon={BookUser} />
      <RailButton
        view="cases"
        icon={Ticket}
        count={counts?.openCases}
        countWords={t('nav.openBadge', { count: counts?.openCases ?? 0 })}
      />
      <RailButton
        view="tasks"
        icon={SquareCheckBig}
        count={overdue || counts?.openTasks}
        countWords={
          overdue > 0 ? t('nav.overdueBadge', { count: overdue }) : t('nav.openBadge', { count: counts?.openTasks ?? 0 })
        }
        isUrgent={overdue > 0}
      />
      <RailButton
        view="calls"
        icon={History}
        count={counts?.missedCalls}
        countWords={t('nav.missedBadge', { count: counts?.missedCalls ?? 0 })}
        isUrgent
      />
      {hasServer && (
        <RailButton
          view="conflicts"
          icon={GitCompareArrows}
          count={conflicts}
          countWords={t('nav.openBadge', { count: conflicts })}
          isUrgent
        />
      )}
      <span className={styles.space} />
      <OperatorMenu />
      {isManager && <RailButton view="admin" icon={UserCog} />}
      <RailButton view="settings" icon={Settings} />
      <AccountMenu />
    </nav>
  )
}

function RailButton({
  view,
  icon: Icon,
  count,
  countWords,
  isUrgent,
  isLively,
}: {
  readonly view: View
  readonly icon: LucideIcon
  readonly count?: number | undefined
  readonly countWords?: string
  readonly isUrgent?: boolean
  readonly isLively?: boolean
}): ReactNode {
  const { t } = useTranslation()
  const current = useViewState((state) => state.view === view || (view === 'settings' && state.view === 'diagnostics'))
  const shown = count !== undefined && count > 0
  return (
    <button
      type="button"
      className={classNames(styles.button, current && styles.current)}
      aria-current={current ? 'page' : undefined}
      onClick={() => openView(view)}
    >
      <Icon size={19} aria-hidden />
      <span className={styles.word}>{t(`nav.${view}`)}</span>
      {shown && (
        <span className={classNames(styles.count, isUrgent && styles.urgent)}>
          <span aria-hidden>{count > 99 ? '99+' : count}</span>
          <span className={styles.hidden}>{countWords}</span>
        </span>
      )}
      {isLively && !current && <span className={styles.lively} aria-hidden />}
    </button>
  )
}
