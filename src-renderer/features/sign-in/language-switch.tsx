import { useTranslation } from 'react-i18next'
import { defaultSettings } from '#shared/domain/settings/settings.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { ChipGroup } from '../../kit/chip-group.tsx'
import styles from './sign-in.module.css'

/** Each in its own words: who cannot read the present language finds theirs. */
const languageNames = [
  { value: 'uk', label: 'Українська' },
  { value: 'ru', label: 'Русский' },
  { value: 'en', label: 'English' },
] as const

export function LanguageSwitch() {
  const { t } = useTranslation('sign-in')
  const run = useCommand()
  const language = useAppState((state) => state.settings?.language ?? defaultSettings.language)
  return (
    <div className={styles.languages}>
      <ChipGroup
        label={t('language')}
        chips={languageNames}
        value={language}
        onChange={(next) => void run('settings.change', { language: next })}
        dense
      />
    </div>
  )
}
