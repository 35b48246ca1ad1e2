import { useTranslation } from 'react-i18next'
import { Dialog } from '../kit/dialog.tsx'
import { Kbd } from '../kit/kbd.tsx'
import styles from './shortcut-list.module.css'
import { type ShortcutId, shortcuts } from './shortcuts.ts'
import { openOverlay, useViewState } from './view-state.ts'

const groups = [
  ['calls', ['answer', 'hangUp', 'hold', 'mute', 'keypad']],
  ['work', ['note', 'scriptNext', 'scriptBack', 'finish', 'ready']],
  ['moving', ['palette', 'dial', 'help']],
] as const satisfies readonly (readonly [string, readonly ShortcutId[]])[]

/** Every key of the app, on `?`. */
export function ShortcutList() {
  const { t } = useTranslation()
  const isOpen = useViewState((state) => state.overlay === 'shortcuts')
  return (
    <Dialog title={t('shortcuts.title')} isOpen={isOpen} onClose={() => openOverlay(undefined)} closeLabel={t('close')}>
      <p className={styles.hint}>{t('shortcuts.hint')}</p>
      {groups.map(([group, ids]) => (
        <section key={group} className={styles.group}>
          <h3 className={styles.title}>{t(`shortcuts.${group}`)}</h3>
          <dl className={styles.list}>
            {ids.map((id) => (
              <div key={id} className={styles.row}>
                <dt>{t(`shortcut.${id}`)}</dt>
                <dd className={styles.keys}>
                  {shortcuts[id].map((chord) => (
                    <Kbd key={chord.text}>{chord.text}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
            {group === 'moving' && (
              <div className={styles.row}>
                <dt>{t('shortcut.tabs')}</dt>
                <dd className={styles.keys}>
                  <Kbd>Ctrl+1…9</Kbd>
                  <Kbd>Alt+1…9</Kbd>
                </dd>
              </div>
            )}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
