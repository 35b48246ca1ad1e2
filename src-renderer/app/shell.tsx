import { CommandPalette } from '../features/customers/index.ts'
import { CallBar } from '../features/softphone/index.ts'
import { WhileAwaySheet } from '../features/sync/index.ts'
import { Announcer } from './announcer.tsx'
import { Banners } from './banners.tsx'
import { useFollowWork } from './follow-work.ts'
import { MainArea } from './main-area.tsx'
import { PartBoundary } from './part-boundary.tsx'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'
import { ShellShortcuts } from './shell-shortcuts.tsx'
import { ShortcutList } from './shortcut-list.tsx'
import { SidePanel } from './side-panel.tsx'
import { StatusBar } from './status-bar.tsx'
import { openOverlay, useViewState } from './view-state.ts'
import { WorkTabs } from './work-tabs.tsx'

/** The window: rail, call bar, tabs, the main area, the side panel and the status bar. Renders on no clock. */
export function Shell() {
  const paletteOpen = useViewState((state) => state.overlay === 'palette')
  useFollowWork()
  return (
    <div className={styles.shell}>
      <Rail />
      <div className={styles.column}>
        <PartBoundary>
          <CallBar />
        </PartBoundary>
        <Banners />
        <WorkTabs />
        <div className={styles.work}>
          <main id="main" className={styles.main} tabIndex={-1}>
            <MainArea />
          </main>
          <SidePanel />
        </div>
        <StatusBar />
      </div>
      <Announcer />
      <ShellShortcuts />
      <ShortcutList />
      <WhileAwaySheet />
      <PartBoundary>
        <CommandPalette isOpen={paletteOpen} onClose={() => openOverlay(undefined)} />
      </PartBoundary>
    </div>
  )
}
