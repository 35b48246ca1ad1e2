import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '#shared/domain/settings/settings.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { Panel } from '../../kit/panel.tsx'
import { RadioGroup } from '../../kit/radio-group.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './settings.module.css'

/** Each in its own words: who cannot read the present language finds theirs. */
const languageNames = [
  { value: 'uk', label: 'Українська' },
  { value: 'ru', label: 'Русский' },
  { value: 'en', label: 'English' },
] as const

export function GeneralSettings({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('settings')
  const run = useCommand()
  /** Whoever is signed in has the name that the server knows. */
  const isSignedIn = useAppState((state) => state.session?.kind === 'signed-in')
  const [name, setName] = useState(settings.operatorName)
  useEffect(() => setName(settings.operatorName), [settings.operatorName])
  const saveName = () => {
    if (name.trim() !== settings.operatorName) void run('settings.change', { operatorName: name.trim() })
  }
  return (
    <Panel label={t('general')}>
      <div className={styles.form}>
        <p className={styles.hint}>{t('savedAtOnce')}</p>
        <RadioGroup
          look="segments"
          label={t('language')}
          choices={languageNames}
          value={settings.language}
          onChange={(language) => void run('settings.change', { language })}
        />
        <RadioGroup
          look="segments"
          label={t('theme')}
          choices={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme_${value}`) }))}
          value={settings.theme}
          onChange={(theme) => void run('settings.change', { theme })}
        />
        {!isSignedIn && (
          <TextField
            label={t('operatorName')}
            hint={t('operatorNameHint')}
            value={name}
            onChange={setName}
            maxLength={100}
            onBlur={saveName}
            onKeyDown={(event) => event.key === 'Enter' && saveName()}
          />
        )}
      </div>
    </Panel>
  )
}
