import { useTranslation } from 'react-i18next'
import { CommandPalette } from '../features/customers/index.ts'
import { CallBar } from '../features/softphone/index.ts'
import { Spinner } from '../kit/spinner.tsx'
import { Announcer } from './announcer.tsx'
import { Banners } from './banners.tsx'
import { useFollowWork } from './follow-work.ts'
import { MainArea } from './main-area.tsx'
import { PartBoundary } from './part-boundary.tsx'
import { Rail } from './rail.tsx'
import { ShellShortcuts } from './shell-shortcuts.tsx'
import styles from './shell.module.css'
import { ShortcutList } from './shortcut-list.tsx'
import { SidePanel } from './side-panel.tsx'
import { useAppState } from './state.ts'
import { StatusBar } from './status-bar.tsx'
import { openOverlay, useViewState } from './view-state.ts'
import { WorkTabs } from './work-tabs.tsx'

/** The window: rail, call bar, tabs, the main area, the side panel and the status bar. Renders on no clock. */
export function Shell() {
  const { t } = useTranslation()
  const started = useAppState((state) => state.settings !== undefined)
  const mediaInPage = useAppState((state) => state.host?.mediaInPage === true)
  const paletteOpen = useViewState((state) => state.overlay === 'palette')
  useFollowWork()
  if (!started) {
    return (
      <div className={styles.starting} role="status">
        <Spinner size={22} />
        {t('starting')}
      </div>
    )
  }
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
      <PartBoundary>
        <CommandPalette isOpen={paletteOpen} onClose={() => openOverlay(undefined)} />
      </PartBoundary>
      {mediaInPage && (
        <iframe
          className={styles.media}
          title={t('status.microphone.ready')}
          src="./media.html"
          allow="microphone; autoplay; speaker-selection"
          aria-hidden
          tabIndex={-1}
        />
      )}
    </div>
  )
}
