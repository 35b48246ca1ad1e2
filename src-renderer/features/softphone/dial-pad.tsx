import { ClipboardPaste, Delete, Phone } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import styles from './pad.module.css'
import { PadKeys } from './pad-keys.tsx'

const holdToClearMs = 500
const longestNumber = 100

/** Keys to press a number with; what is pressed stands in the field. */
export function DialPad({
  text,
  onText,
  onDial,
}: {
  readonly text: string
  readonly onText: (text: string) => void
  readonly onDial: () => void
}) {
  const { t } = useTranslation('softphone')
  const holding = useRef<number>(undefined)
  const stopHolding = () => window.clearTimeout(holding.current)
  useEffect(() => () => window.clearTimeout(holding.current), [])
  const paste = async () => {
    // Refused without a permission: then there is nothing to paste.
    const pasted = await navigator.clipboard.readText().catch(() => '')
    if (pasted) onText(pasted.trim().slice(0, longestNumber))
  }
  return (
    <div className={styles.pad}>
      <output className={styles.display}>{text || ' '}</output>
      <PadKeys onKey={(key) => onText((text + key).slice(0, longestNumber))} />
      <div className={styles.tools}>
        <IconButton icon={ClipboardPaste} label={t('pad.paste')} onPress={() => void paste()} />
        <Button variant="primary" icon={Phone} wide isDisabled={text.trim() === ''} onPress={onDial}>
          {t('idle.call')}
        </Button>
        <IconButton
          icon={Delete}
          label={t('pad.erase')}
          isDisabled={text === ''}
          onPress={() => onText(text.slice(0, -1))}
          onPressStart={() => {
            holding.current = window.setTimeout(() => onText(''), holdToClearMs)
          }}
          onPressEnd={stopHolding}
        />
      </div>
    </div>
  )
}
