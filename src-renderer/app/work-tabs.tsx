import { useTranslation } from 'react-i18next'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { callerName } from '../features/softphone/index.ts'
import { Dot } from '../kit/badge.tsx'
import { classNames } from '../kit/class-names.ts'
import type { Tone } from '../kit/tone.ts'
import { RunningTime } from './running-time.tsx'
import { useAppState } from './state.ts'
import { selectTab, useViewState } from './view-state.ts'
import styles from './work-tabs.module.css'

/** One tab a call, from its first ring until it is written up. */
export function WorkTabs() {
  const { t } = useTranslation()
  const work = useAppState((state) => state.work)
  const selected = useViewState((state) => (state.view === 'workspace' ? state.selectedTab : undefined))
  if (work.length === 0) return null
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      {work.map((item) => (
        <WorkTab key={item.interactionId} item={item} isSelected={item.interactionId === selected} />
      ))}
    </nav>
  )
}

function WorkTab({ item, isSelected }: { readonly item: WorkItem; readonly isSelected: boolean }) {
  const { t } = useTranslation()
  const state = stateOf(item)
  const name = callerName(item, t('tabs.anonymous'))
  return (
    <button
      type="button"
      className={classNames(styles.tab, isSelected && styles.selected, state.word === 'ringing' && styles.ringing)}
      aria-current={isSelected}
      title={name}
      onClick={() => selectTab(item.interactionId)}
    >
      <Dot tone={state.tone} pulsing={state.word === 'ringing'} />
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.state}>
        {t(`tabs.${state.word}`)}
        {state.sinceMs !== undefined && (
          <>
            {' '}
            <RunningTime sinceMs={state.sinceMs} limitMs={state.limitMs} />
          </>
        )}
      </span>
    </button>
  )
}

interface TabState {
  readonly word: 'ringing' | 'dialing' | 'held' | 'talking' | 'wrapUp'
  readonly tone: Tone
  readonly sinceMs?: number | undefined
  readonly limitMs?: number | undefined
}

function stateOf(item: WorkItem): TabState {
  const phase = item.call?.phase
  if (item.stage === 'ringing') return { word: 'ringing', tone: 'ok', sinceMs: phase?.sinceMs }
  if (item.stage === 'wrap-up' || !phase || phase.kind === 'ended') {
    return { word: 'wrapUp', tone: 'neutral', sinceMs: item.wrapUpSinceMs, limitMs: (item.acwLimitSeconds ?? 0) * 1000 }
  }
  if (phase.kind === 'held') return { word: 'held', tone: 'warn', sinceMs: phase.sinceMs }
  if (phase.kind === 'dialing' || phase.kind === 'alerting') return { word: 'dialing', tone: 'info', sinceMs: phase.sinceMs }
  return { word: 'talking', tone: 'ok', sinceMs: item.call?.answeredMs }
}
