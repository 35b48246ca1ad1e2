import type { i18n as I18n } from 'i18next'
import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { I18nextProvider, useTranslation } from 'react-i18next'
import { defaultSettings } from '#shared/domain/settings/settings.ts'
import { ToastProvider } from '../kit/toast.tsx'
import { type Bridge, BridgeContext } from './bridge.ts'
import { regionOf } from './i18n.ts'
import { SessionGate } from './session-gate.tsx'
import { useAppState } from './state.ts'
import { useTheme } from './use-theme.ts'

/** The whole interface over a bridge. */
export function App({
  bridge,
  i18n,
  onReload,
}: {
  readonly bridge: Bridge
  readonly i18n: I18n
  /** Loads the page anew. */
  readonly onReload: () => void
}) {
  return (
    <BridgeContext value={bridge}>
      <I18nextProvider i18n={i18n}>
        <Localised onReload={onReload} />
      </I18nextProvider>
    </BridgeContext>
  )
}

function Localised({ onReload }: { readonly onReload: () => void }) {
  const { t, i18n } = useTranslation()
  const language = useAppState((state) => state.settings?.language ?? defaultSettings.language)
  useTheme(useAppState((state) => state.settings?.theme ?? defaultSettings.theme))
  useEffect(() => {
    if (i18n.language !== language) void i18n.changeLanguage(language)
    document.documentElement.lang = language
  }, [i18n, language])
  return (
    <I18nProvider locale={regionOf[language]}>
      <ToastProvider regionLabel={t('notifications')} closeLabel={t('close')}>
        <SessionGate onReload={onReload} />
      </ToastProvider>
    </I18nProvider>
  )
}
