import { Check, CircleAlert, HardDrive } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { InteractionId } from '#shared/domain/ids.ts'
import { useBridge } from '../../app/bridge.ts'
import { useNoRightText } from '../../app/failure-text.ts'
import { shortcutText, useShortcut } from '../../app/shortcuts.ts'
import { useRights } from '../../app/use-rights.ts'
import { classNames } from '../../kit/class-names.ts'
import { Kbd } from '../../kit/kbd.tsx'
import { draftNote, useDrafts } from './drafts.ts'
import styles from './note-box.module.css'
import { NoteSaver, type NoteStatus } from './note-saver.ts'

/**
 * The call's note, saved as it is typed. Once typed in here it is this page's: nothing that is pushed may replace it.
 * `noteAtFirst` is the text as the screen pop had it.
 */
export function NoteBox({
  interactionId,
  noteAtFirst,
  error,
}: {
  readonly interactionId: InteractionId
  readonly noteAtFirst: string
  /** The words of what is missing, when the note must be written. */
  readonly error?: string | undefined
}) {
  const { t } = useTranslation('script')
  const draft = useDrafts((drafts) => drafts.notes[interactionId])
  const saver = useSaver(interactionId)
  const mayChange = useRights().changes('interactions', 'note')
  const why = useNoRightText()
  const area = useRef<HTMLTextAreaElement>(null)
  useShortcut('note', () => area.current?.focus())
  const text = draft?.text ?? noteAtFirst
  return (
    <div className={classNames(styles.note, error !== undefined && styles.invalid)}>
      <div className={styles.head}>
        <label htmlFor={`note-${interactionId}`}>{t('note')}</label>
        {!text && <Kbd>{shortcutText('note')}</Kbd>}
        <StatusText status={text ? (draft?.status ?? 'saved') : draft?.status} />
      </div>
      <textarea
        ref={area}
        id={`note-${interactionId}`}
        className={styles.area}
        value={text}
        maxLength={20_000}
        placeholder={mayChange ? t('notePlaceholder') : why}
        readOnly={!mayChange}
        title={mayChange ? undefined : why}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `note-error-${interactionId}`}
        onChange={(event) => {
          draftNote(interactionId, { text: event.target.value })
          saver.type(event.target.value)
        }}
        onBlur={() => saver.flush()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // Out of the note, so that single keys work again; not out of the call.
          event.preventDefault()
          event.stopPropagation()
          event.currentTarget.blur()
        }}
      />
      {error !== undefined && (
        <p id={`note-error-${interactionId}`} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

function useSaver(interactionId: InteractionId): NoteSaver {
  const bridge = useBridge()
  const saver = useMemo(
    () =>
      new NoteSaver({
        send: (text) => bridge.call('work.saveNote', { interactionId, text }),
        onStatus: (status) => draftNote(interactionId, { status }),
      }),
    [bridge, interactionId],
  )
  useEffect(() => {
    const flush = () => saver.flush()
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      saver.flush()
    }
  }, [saver])
  return saver
}

function StatusText({ status }: { readonly status: NoteStatus | undefined }) {
  const { t } = useTranslation('script')
  const Icon = status === 'saved' ? Check : status === 'memory' ? HardDrive : status === 'failed' ? CircleAlert : undefined
  return (
    <span className={classNames(styles.status, status && styles[status])} role="status">
      {Icon && <Icon size={12} aria-hidden />}
      {status && t(`noteStatus.${status}`)}
    </span>
  )
}
