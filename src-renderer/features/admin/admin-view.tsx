import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppState } from '../../app/state.ts'
import { Badge } from '../../kit/badge.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import styles from './admin.module.css'
import { AuditPanel } from './audit-panel.tsx'
import { DevicesPanel } from './devices-panel.tsx'
import { PlacesPanel } from './places-panel.tsx'
import { QuarantinePanel } from './quarantine-panel.tsx'
import { UsersPanel } from './users-panel.tsx'

/**
 * People, where they work, their computers, and what the server keeps for a decision. Asks the server: offline there is nothing
 * to show. Supervisors only look, at what belongs to their territories.
 */
export function AdminView() {
  const { t } = useTranslation('admin')
  const [tab, setTab] = useState('users')
  const canChange = useAppState(({ session }) => session?.kind === 'signed-in' && session.user.role === 'administrator')
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        {!canChange && <Badge>{t('readOnly')}</Badge>}
      </header>
      <Tabs
        label={t('title')}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'users', title: t('users.title'), content: <UsersPanel canChange={canChange} /> },
          ...(canChange ? [{ id: 'places', title: t('places.title'), content: <PlacesPanel /> }] : []),
          { id: 'devices', title: t('devices.title'), content: <DevicesPanel canChange={canChange} /> },
          { id: 'quarantine', title: t('quarantine.title'), content: <QuarantinePanel canChange={canChange} /> },
          ...(canChange ? [{ id: 'audit', title: t('audit.title'), content: <AuditPanel /> }] : []),
        ]}
      />
    </div>
  )
}
