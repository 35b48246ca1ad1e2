import { BellRing } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AudioDevice, MediaDevices } from '#shared/domain/media/media.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Meter } from '../../kit/meter.tsx'
import { Panel } from '../../kit/panel.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import { Select } from '../../kit/select.tsx'
import { VolumeSlider } from '../../kit/volume-slider.tsx'
import { levelShare, useLevels } from '../softphone/index.ts'
import styles from './settings.module.css'

type DeviceKey = 'microphoneId' | 'speakerId' | 'ringerId'
const noDevices: readonly AudioDevice[] = []

/** Devices and volumes; each change is heard at once. */
export function AudioSettings({ media }: { readonly media: MediaDevices }) {
  const { t } = useTranslation('settings')
  const run = useCommand()
  const alive = useAppState((state) => state.media?.alive === true)
  const microphones = useAppState((state) => state.media?.microphones ?? noDevices)
  const speakers = useAppState((state) => state.media?.speakers ?? noDevices)

  const select = (key: DeviceKey, label: string, devices: readonly AudioDevice[]) => {
    const chosen = media[key] ?? ''
    const known = chosen === '' || devices.some(({ deviceId }) => deviceId === chosen)
    return (
      <Select
        label={label}
        value={chosen}
        onChange={(deviceId) => void run('media.choose', { [key]: deviceId })}
        choices={[
          { value: '', label: t('systemDevice') },
          ...devices.map(({ deviceId, label: name }) => ({ value: deviceId, label: name || deviceId })),
          ...(known ? [] : [{ value: chosen, label: t('gone') }]),
        ]}
      />
    )
  }

  return (
    <Panel label={t('audioTitle')}>
      <div className={styles.form}>
        <SectionTitle>{t('audioTitle')}</SectionTitle>
        {!alive && (
          <Banner inset tone="warn">
            {t('noSound')}
          </Banner>
        )}
        {select('microphoneId', t('microphone'), microphones)}
        <MicrophoneLevel />
        <div className={styles.pair}>
          {select('speakerId', t('speaker'), speakers)}
          <VolumeSlider
            label={t('speakerVolume')}
            value={media.speakerVolume}
            onChange={(speakerVolume) => void run('media.choose', { speakerVolume })}
          />
        </div>
        <div className={styles.pair}>
          {select('ringerId', t('ringer'), speakers)}
          <VolumeSlider
            label={t('ringerVolume')}
            value={media.ringerVolume}
            onChange={(ringerVolume) => void run('media.choose', { ringerVolume })}
          />
        </div>
        <div className={styles.buttons}>
          <Button icon={BellRing} isDisabled={!alive} onPress={() => void run('media.testRinger', {})}>
            {t('testRinger')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}

/** Apart, so that ten changes a second render only this. */
function MicrophoneLevel() {
  const { t } = useTranslation('settings')
  const { microphone } = useLevels()
  return (
    <div className={styles.level}>
      <Meter label={t('level')} value={levelShare(microphone)} />
      <span className={styles.hint}>{t('levelHint')}</span>
    </div>
  )
}
