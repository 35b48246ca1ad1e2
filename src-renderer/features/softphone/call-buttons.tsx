import { Grip, Mic, MicOff, Pause, Phone, PhoneOff, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { shortcutText, useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Popover } from '../../kit/popover.tsx'
import { TonePad } from './tone-pad.tsx'
import type { CallActions } from './use-call-actions.ts'

/** What can be done to the shown call. `quiet`: only icons, another call needs the room. */
export function CallButtons({
  item,
  actions,
  quiet,
}: {
  readonly item: WorkItem
  readonly actions: CallActions
  readonly quiet: boolean
}) {
  const { t } = useTranslation('softphone')
  const [padOpen, setPadOpen] = useState(false)
  const call = item.call
  const phase = call?.phase.kind
  const connected = phase === 'active' || phase === 'held'
  useShortcut('keypad', () => setPadOpen(true), connected)
  if (!call) return null

  if (phase === 'ringing') {
    return (
      <>
        <Button variant="ok" icon={Phone} shortcut={shortcutText('answer')} onPress={() => actions.answer(item)}>
          {t('answer')}
        </Button>
        <Button icon={PhoneOff} shortcut={shortcutText('hangUp')} onPress={() => actions.end(item)}>
          {t('reject')}
        </Button>
      </>
    )
  }
  const muteLabel = t(call.muted ? 'unmute' : 'muteFull')
  const holdLabel = t(phase === 'held' ? 'resume' : 'hold')
  return (
    <>
      {connected && (
        <>
          {quiet ? (
            <IconButton
              variant="secondary"
              icon={call.muted ? MicOff : Mic}
              label={muteLabel}
              shortcut={shortcutText('mute')}
              isActive={call.muted}
              onPress={() => actions.toggleMute(item)}
            />
          ) : (
            <Button
              icon={call.muted ? MicOff : Mic}
              variant={call.muted ? 'primary' : 'secondary'}
              shortcut={shortcutText('mute')}
              onPress={() => actions.toggleMute(item)}
            >
              {muteLabel}
            </Button>
          )}
          {quiet ? (
            <IconButton
              variant="secondary"
              icon={phase === 'held' ? Play : Pause}
              label={holdLabel}
              shortcut={shortcutText('hold')}
              isActive={phase === 'held'}
              onPress={() => actions.toggleHold(item)}
            />
          ) : (
            <Button
              icon={phase === 'held' ? Play : Pause}
              variant={phase === 'held' ? 'primary' : 'secondary'}
              shortcut={shortcutText('hold')}
              onPress={() => actions.toggleHold(item)}
            >
              {holdLabel}
            </Button>
          )}
          <Popover
            label={t('keypad')}
            isOpen={padOpen}
            onOpenChange={setPadOpen}
            placement="bottom end"
            trigger={<IconButton variant="secondary" icon={Grip} label={t('keypad')} shortcut={shortcutText('keypad')} />}
          >
            <TonePad callId={call.callId} />
          </Popover>
        </>
      )}
      {quiet ? (
        <IconButton
          variant="danger"
          icon={PhoneOff}
          label={t('hangUp')}
          shortcut={shortcutText('hangUp')}
          onPress={() => actions.end(item)}
        />
      ) : (
        <Button variant="danger" icon={PhoneOff} shortcut={shortcutText('hangUp')} onPress={() => actions.end(item)}>
          {t(connected || phase === 'answering' ? 'hangUp' : 'cancelCall')}
        </Button>
      )}
    </>
  )
}
