import { useTranslation } from 'react-i18next'
import type { CallerTrust } from '#shared/domain/line/line.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import { useFormat } from '../../app/format.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { ComboBox } from '../../kit/combo-box.tsx'
import { Panel } from '../../kit/panel.tsx'
import { RadioGroup } from '../../kit/radio-group.tsx'
import { Switch } from '../../kit/switch.tsx'
import { countryChoices } from './countries.ts'
import { HeaderFields } from './header-fields.tsx'
import styles from './settings.module.css'
import { TrustOrder } from './trust-order.tsx'

/** How calls are read and dialled. */
export function CallSettings({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('settings')
  const { language } = useFormat()
  const run = useCommand()
  const demo = useAppState((state) => state.host?.demo === true)
  const { callerTrust } = settings
  const changeTrust = (changes: Partial<CallerTrust>) => run('settings.change', { callerTrust: { ...callerTrust, ...changes } })
  return (
    <Panel label={t('callsTitle')}>
      <div className={styles.form}>
        <TrustOrder trust={callerTrust} onChange={(changes) => void changeTrust(changes)} />
        <ComboBox
          label={t('homeCountry')}
          emptyText="—"
          choices={countryChoices(language)}
          value={callerTrust.homeCountry}
          onChange={(homeCountry) => homeCountry && void changeTrust({ homeCountry })}
        />
        <HeaderFields fields={callerTrust.headerFields} onChange={(headerFields) => changeTrust({ headerFields })} />
        <RadioGroup
          label={t('dtmf')}
          choices={(['rtp', 'info'] as const).map((value) => ({ value, label: t(`dtmf_${value}`) }))}
          value={settings.dtmf}
          onChange={(dtmf) => void run('settings.change', { dtmf })}
        />
        <div>
          <Switch
            isSelected={settings.demo.callsByThemselves}
            onChange={(callsByThemselves) => void run('settings.change', { demo: { callsByThemselves } })}
            isDisabled={!demo}
          >
            {t('demoCalls')}
          </Switch>
          <p className={styles.hint}>{t('demoCallsHint')}</p>
        </div>
      </div>
    </Panel>
  )
}
