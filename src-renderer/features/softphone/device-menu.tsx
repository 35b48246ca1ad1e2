import { Headphones } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AudioDevice, MediaDevices } from '#shared/domain/media/media.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { IconButton } from '../../kit/icon-button.tsx'
import { Menu, type MenuGroup } from '../../kit/menu.tsx'

type DeviceKey = 'microphoneId' | 'speakerId' | 'ringerId'
const noDevices: readonly AudioDevice[] = []

/** Microphone, speaker and ringer, changed at any moment, also in a call. */
export function DeviceMenu() {
  const { t } = useTranslation('softphone')
  const run = useCommand()
  const microphones = useAppState((state) => state.media?.microphones ?? noDevices)
  const speakers = useAppState((state) => state.media?.speakers ?? noDevices)
  const chosen = useAppState((state) => state.settings?.media)

  const group = (title: string, key: DeviceKey, devices: readonly AudioDevice[]): MenuGroup => ({
    title,
    actions: [{ deviceId: '', label: t('systemDevice') }, ...devices].map(({ deviceId, label }) => ({
      id: `${key}:${deviceId}`,
      label,
      isCurrent: (chosen?.[key] ?? '') === deviceId,
      onAction: () => void run('media.choose', choice(key, deviceId)),
    })),
  })

  return (
    <Menu
      label={t('devices')}
      placement="bottom end"
      trigger={<IconButton icon={Headphones} variant="secondary" label={t('devices')} />}
      groups={[
        group(t('microphone'), 'microphoneId', microphones),
        group(t('speaker'), 'speakerId', speakers),
        group(t('ringer'), 'ringerId', speakers),
      ]}
    />
  )
}

/** The empty id is the system's default. */
function choice(key: DeviceKey, deviceId: string): Partial<MediaDevices> {
  return { [key]: deviceId }
}
