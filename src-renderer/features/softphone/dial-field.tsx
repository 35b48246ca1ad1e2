import { Grip, Phone } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortcutText, useShortcut } from '../../app/shortcuts.ts'
import { openOverlay } from '../../app/view-state.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Kbd } from '../../kit/kbd.tsx'
import { Popover } from '../../kit/popover.tsx'
import { SearchField } from '../../kit/search-field.tsx'
import styles from './dial-field.module.css'
import { DialPad } from './dial-pad.tsx'
import { looksLikeNumber, useDial } from './use-dial.ts'

/**
 * A number to dial, or a name to look for. It stays mounted through calls, so that an incoming one never takes away
 * what is being typed; in a call it folds to its icon while it is empty.
 */
export function DialField({ inCall }: { readonly inCall: boolean }) {
  const { t } = useTranslation('softphone')
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const { reading, dial, isDialing } = useDial(text, () => {
    setText('')
    // The field folds away: single keys belong to the call now.
    input.current?.blur()
  })
  const number = looksLikeNumber(text)
  useShortcut('dial', () => input.current?.focus())

  const go = () => {
    if (text.trim() === '') return
    if (number) void dial()
    else {
      openOverlay('palette', text.trim())
      setText('')
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    go()
  }
  const hint = reading?.ok ? t('idle.reads', { number: reading.value.display }) : reading ? reading.words : undefined

  return (
    <div className={styles.dial} data-outlives-views data-folded={inCall && text === ''}>
      <div className={styles.field}>
        <SearchField
          label={t('idle.label')}
          placeholder={t('idle.placeholder')}
          value={text}
          maxLength={100}
          onChange={setText}
          onKeyDown={onKeyDown}
          inputRef={input}
          suffix={<Kbd>{shortcutText('dial')}</Kbd>}
        />
        {hint !== undefined && (
          <output className={styles.hint} data-bad={reading?.ok === false}>
            {hint}
          </output>
        )}
      </div>
      <span className={styles.extras}>
        <Popover
          label={t('pad.open')}
          placement="bottom start"
          trigger={<IconButton icon={Grip} variant="secondary" label={t('pad.open')} />}
        >
          {(close) => (
            <DialPad
              text={text}
              onText={setText}
              onDial={() => {
                close()
                go()
              }}
            />
          )}
        </Popover>
        {text.trim() !== '' && (
          <Button variant={number ? 'primary' : 'secondary'} icon={Phone} isPending={isDialing} onPress={go}>
            {t(number ? 'idle.call' : 'idle.find')}
          </Button>
        )}
      </span>
    </div>
  )
}
