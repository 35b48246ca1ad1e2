import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallId } from '#shared/domain/ids.ts'
import { useCommand } from '../../app/use-command.ts'
import styles from './pad.module.css'
import { PadKeys } from './pad-keys.tsx'

const shownTones = 18

/** Digits for a machine at the far side; typed or pressed, each is sent at once. */
export function TonePad({ callId }: { readonly callId: CallId }) {
  const { t } = useTranslation('softphone')
  const run = useCommand()
  const [sent, setSent] = useState('')
  const send = (tone: string) => {
    setSent((before) => (before + tone).slice(-shownTones))
    void run('phone.dtmf', { callId, tones: tone })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!/^[0-9*#]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    send(event.key)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: typing digits is a short cut for the keys inside
    <div className={styles.pad} onKeyDown={onKeyDown}>
      <output className={styles.display} aria-label={t('keypadSent', { tones: sent })}>
        {sent || ' '}
      </output>
      <PadKeys onKey={send} autoFocus />
    </div>
  )
}
