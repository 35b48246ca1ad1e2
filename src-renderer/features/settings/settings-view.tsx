import { Activity } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAppState } from '../../app/state.ts'
import { openView } from '../../app/view-state.ts'
import { Button } from '../../kit/button.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { AudioSettings } from './audio-settings.tsx'
import { CallSettings } from './call-settings.tsx'
import { GeneralSettings } from './general-settings.tsx'
import { LineForm } from './line-form.tsx'
import styles from './settings.module.css'

/** This device's settings. */
export function SettingsView() {
  const { t } = useTranslation('settings')
  const settings = useAppState((state) => state.settings)
  if (!settings) return null
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        <Button variant="ghost" icon={Activity} onPress={() => openView('diagnostics')}>
          {t('about')}
        </Button>
      </header>
      <Tabs
        vertical
        label={t('sections')}
        tabs={[
          { id: 'general', title: t('general'), content: <GeneralSettings settings={settings} /> },
          { id: 'line', title: t('line'), content: <LineForm key={JSON.stringify(settings.line)} saved={settings.line} /> },
          { id: 'audio', title: t('audio'), content: <AudioSettings media={settings.media} /> },
          { id: 'calls', title: t('calls'), content: <CallSettings settings={settings} /> },
        ]}
      />
    </div>
  )
}
