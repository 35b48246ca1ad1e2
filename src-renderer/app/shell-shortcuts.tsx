import { type ShortcutId, useShortcut } from './shortcuts.ts'
import { useAppState } from './state.ts'
import { openOverlay, selectTab } from './view-state.ts'

const tabIds = ['tab1', 'tab2', 'tab3', 'tab4', 'tab5', 'tab6', 'tab7', 'tab8', 'tab9'] as const satisfies readonly ShortcutId[]

/** Shortcuts that belong to the window as a whole. */
export function ShellShortcuts() {
  useShortcut('palette', () => openOverlay('palette'))
  useShortcut('help', () => openOverlay('shortcuts'))
  return tabIds.map((id, index) => <TabShortcut key={id} id={id} index={index} />)
}

function TabShortcut({ id, index }: { readonly id: ShortcutId; readonly index: number }) {
  useShortcut(id, () => {
    const item = useAppState.getState().work[index]
    if (item) selectTab(item.interactionId)
  })
  return null
}
