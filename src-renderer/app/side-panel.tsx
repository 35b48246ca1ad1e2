import { ScriptPanel } from '../features/script/index.ts'
import { WrapUpPanel } from '../features/wrap-up/index.ts'
import { PartBoundary } from './part-boundary.tsx'
import styles from './shell.module.css'
import { useAppState } from './state.ts'
import { useViewState } from './view-state.ts'

/** Beside the card: the script in the call, the wrap-up after it. */
export function SidePanel() {
  const selected = useViewState((state) => (state.view === 'workspace' ? state.selectedTab : undefined))
  const stage = useAppState((state) => state.work.find((item) => item.interactionId === selected)?.stage)
  if (!selected || !stage) return null
  return (
    <aside className={styles.side}>
      {/* Answering is no new part: a note that is being typed while it rings keeps its focus. */}
      <PartBoundary key={`${selected} ${stage === 'wrap-up'}`}>
        {stage === 'wrap-up' ? (
          <WrapUpPanel interactionId={selected} onDone={focusMain} />
        ) : (
          <ScriptPanel interactionId={selected} />
        )}
      </PartBoundary>
    </aside>
  )
}

/** The panel that had the focus is about to go: keys must not fall into nothing. */
function focusMain(): void {
  document.getElementById('main')?.focus()
}
