import { useShortcut } from '../../app/shortcuts.ts'
import { useAppState } from '../../app/state.ts'
import { useViewState } from '../../app/view-state.ts'
import { SyncBadge } from '../sync/index.ts'
import { barCalls } from './bar-calls.ts'
import styles from './call-bar.module.css'
import { CallButtons } from './call-buttons.tsx'
import { CallIdentity } from './call-identity.tsx'
import { DeviceMenu } from './device-menu.tsx'
import { DialField } from './dial-field.tsx'
import { IdleNote } from './idle-note.tsx'
import { Knocking } from './knocking.tsx'
import { SimulateMenu } from './simulate-menu.tsx'
import { useCallActions } from './use-call-actions.ts'

/** Always on top of the window: who calls, and everything that can be done about it. */
export function CallBar() {
  const work = useAppState((state) => state.work)
  const demo = useAppState((state) => state.host?.demo === true)
  const selectedTab = useViewState((state) => state.selectedTab)
  const { shown, knocking } = barCalls(work, selectedTab)
  const actions = useCallActions()
  const phase = shown?.call?.phase.kind
  const connected = phase === 'active' || phase === 'held'
  const toAnswer = knocking ?? (phase === 'ringing' ? shown : undefined)

  useShortcut('answer', () => toAnswer && actions.answer(toAnswer), toAnswer !== undefined)
  useShortcut('hangUp', () => shown && actions.end(shown), shown !== undefined)
  useShortcut('hold', () => shown && actions.toggleHold(shown), connected)
  useShortcut('mute', () => shown && actions.toggleMute(shown), connected)

  return (
    <header className={styles.bar} data-phase={phase ?? 'idle'}>
      {shown ? <CallIdentity item={shown} /> : <IdleNote />}
      <DialField inCall={shown !== undefined} />
      {knocking && <Knocking item={knocking} actions={actions} />}
      <div className={styles.actions}>
        {shown && <CallButtons item={shown} actions={actions} quiet={knocking !== undefined} />}
        {!shown && demo && <SimulateMenu />}
        <DeviceMenu />
        <SyncBadge compact={shown !== undefined} />
      </div>
    </header>
  )
}
