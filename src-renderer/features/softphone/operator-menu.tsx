import { ChevronDown } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { notReadyReason, type OperatorState, type Resting } from '#shared/domain/operator/operator.ts'
import { RunningTime } from '../../app/running-time.tsx'
import { shortcutText, useShortcut } from '../../app/shortcuts.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { Dot } from '../../kit/badge.tsx'
import { Menu } from '../../kit/menu.tsx'
import type { Tone } from '../../kit/tone.ts'
import { VisuallyHidden } from '../../kit/visually-hidden.tsx'
import styles from './operator-menu.module.css'

/** Reasons that a person chooses; the others are set by the app. */
const chosenReasons = notReadyReason.options.filter((reason) => reason !== 'start' && reason !== 'missed-call')

const tones: Readonly<Record<OperatorState['kind'], Tone>> = {
  ready: 'ok',
  'not-ready': 'warn',
  'in-call': 'info',
  'wrap-up': 'neutral',
}

/** The operator's own state, how long it lasts, and how to change it. */
export function OperatorMenu() {
  const { t } = useTranslation()
  const operator = useAppState((state) => state.operator)
  const run = useCommand()
  const wish = operator && wishOf(operator)
  useShortcut(
    'ready',
    () => void (wish?.kind === 'ready' ? run('operator.notReady', { reason: 'break' }) : run('operator.ready', {})),
    operator !== undefined,
  )
  if (!operator) return <span className={styles.vacant}>{t('operator.nothingYet')}</span>

  const words = {
    ready: t('operator.ready'),
    'not-ready': operator.kind === 'not-ready' ? t(`reason.${operator.reason}`) : '',
    'in-call': t('operator.inCall'),
    'wrap-up': t('operator.wrapUp'),
  }[operator.kind]
  const restingWords = (state: Resting) => (state.kind === 'ready' ? t('operator.ready') : t(`reason.${state.reason}`))
  const after = operator.kind === 'in-call' || operator.kind === 'wrap-up' ? operator.after : undefined

  return (
    <Menu
      label={t('operator.label')}
      placement="right bottom"
      trigger={
        <AriaButton className={styles.button as string}>
          <span className={styles.head}>
            <Dot tone={tones[operator.kind]} />
            <ChevronDown size={12} aria-hidden />
          </span>
          <span className={styles.word}>
            <VisuallyHidden>{t('operator.label')}: </VisuallyHidden>
            {words}
          </span>
          <RunningTime sinceMs={operator.sinceMs} />
        </AriaButton>
      }
      groups={[
        {
          ...(after ? { title: t('operator.after', { state: restingWords(after) }) } : {}),
          actions: [
            {
              id: 'ready',
              label: t('operator.goReady'),
              mark: <Dot tone="ok" />,
              shortcut: shortcutText('ready'),
              isCurrent: wish?.kind === 'ready',
              onAction: () => void run('operator.ready', {}),
            },
          ],
        },
        {
          title: t('operator.goNotReady'),
          actions: chosenReasons.map((reason) => ({
            id: reason,
            label: t(`reason.${reason}`),
            mark: <Dot tone="warn" />,
            isCurrent: wish?.kind === 'not-ready' && wish.reason === reason,
            onAction: () => void run('operator.notReady', { reason }),
          })),
        },
      ]}
    />
  )
}

/** What the operator wants to be when no call is there. */
function wishOf(state: OperatorState): Resting {
  return state.kind === 'in-call' || state.kind === 'wrap-up' ? state.after : state
}
