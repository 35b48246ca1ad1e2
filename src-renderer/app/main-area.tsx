import { Activity, lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallsView } from '../features/calls/index.ts'
import { WorkspaceView } from '../features/card/index.ts'
import { CasesView } from '../features/cases/index.ts'
import { ConflictsView } from '../features/conflicts/index.ts'
import { CustomersView } from '../features/customers/index.ts'
import { TasksView } from '../features/tasks/index.ts'
import { Skeleton } from '../kit/skeleton.tsx'
import { PartBoundary } from './part-boundary.tsx'
import styles from './shell.module.css'
import { useViewState, type View } from './view-state.ts'

const AdminView = lazy(async () => ({ default: (await import('../features/admin/index.ts')).AdminView }))
const SettingsView = lazy(async () => ({ default: (await import('../features/settings/index.ts')).SettingsView }))
const DiagnosticsView = lazy(async () => ({ default: (await import('../features/diagnostics/index.ts')).DiagnosticsView }))

const views: Readonly<Record<View, () => ReactNode>> = {
  workspace: () => <Workspace />,
  customers: () => <CustomersView />,
  cases: () => <CasesView />,
  tasks: () => <TasksView />,
  calls: () => <CallsView />,
  conflicts: () => <ConflictsView />,
  admin: () => <AdminView />,
  settings: () => <SettingsView />,
  diagnostics: () => <DiagnosticsView />,
}

function Workspace() {
  return <WorkspaceView interactionId={useViewState((state) => state.selectedTab)} />
}

/** Views with half-filled forms: they stay mounted out of sight, so that answering a call loses nothing. */
const kept: readonly View[] = ['workspace', 'customers', 'conflicts', 'settings']

export function MainArea() {
  const { t } = useTranslation()
  const view = useViewState((state) => state.view)
  const [visited, setVisited] = useState<readonly View[]>([])
  if (kept.includes(view) && !visited.includes(view)) setVisited([...visited, view])
  const mounted = visited.includes(view) ? visited : [...visited, view]
  return mounted.map((one) => (
    <Activity key={one} mode={one === view ? 'visible' : 'hidden'}>
      <div className={styles.view}>
        <PartBoundary>
          <Suspense fallback={<Skeleton label={t('loading')} />}>{views[one]()}</Suspense>
        </PartBoundary>
      </div>
    </Activity>
  ))
}
