import { Check, CircleAlert, Pencil } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import styles from './inline-edit.module.css'
import { Spinner } from './spinner.tsx'

type Phase =
  | { readonly kind: 'shown' }
  | { readonly kind: 'editing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly why: string }

const savedMarkMs = 2_000

/**
 * A value that is edited where it stands: click or Enter to edit, Enter or leaving the field saves, Esc restores.
 * `onSave` resolves with nothing when it is saved, or with the words of what went wrong; then what was typed stays.
 */
export function InlineEdit({
  label,
  value,
  onSave,
  placeholder,
  multiline,
  maxLength,
  savedLabel,
  savingLabel,
  validate,
}: {
  readonly label: string
  readonly value: string
  readonly onSave: (text: string) => Promise<string | undefined>
  /** Shown while empty, as an invitation. */
  readonly placeholder: string
  readonly multiline?: boolean
  readonly maxLength?: number
  readonly savedLabel: string
  readonly savingLabel: string
  /** The words of what is wrong with a text, before it is saved. */
  readonly validate?: (text: string) => string | undefined
}) {
  const [phase, setPhase] = useState<Phase>({ kind: 'shown' })
  const [draft, setDraft] = useState(value)
  const button = useRef<HTMLButtonElement>(null)
  const returnFocus = useRef(false)

  useEffect(() => {
    if (phase.kind === 'editing' || phase.kind === 'failed' || !returnFocus.current) return
    returnFocus.current = false
    button.current?.focus()
  }, [phase])
  useEffect(() => {
    if (phase.kind !== 'saved') return
    const timer = setTimeout(() => setPhase({ kind: 'shown' }), savedMarkMs)
    return () => clearTimeout(timer)
  }, [phase])

  const save = async () => {
    if (phase.kind === 'saving') return
    const text = draft.trim()
    if (text === value) return setPhase({ kind: 'shown' })
    const wrong = validate?.(text)
    if (wrong !== undefined) return setPhase({ kind: 'failed', why: wrong })
    setPhase({ kind: 'saving' })
    const why = await onSave(text)
    setPhase(why === undefined ? { kind: 'saved' } : { kind: 'failed', why })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      returnFocus.current = true
      setPhase({ kind: 'shown' })
    } else if (event.key === 'Enter' && !(multiline && event.shiftKey)) {
      event.preventDefault()
      returnFocus.current = true
      void save()
    }
  }

  if (phase.kind === 'editing' || phase.kind === 'failed') {
    const shared = {
      className: styles.input,
      value: draft,
      'aria-label': label,
      'aria-invalid': phase.kind === 'failed',
      ...(maxLength === undefined ? {} : { maxLength }),
      onChange: (event: { target: { value: string } }) => setDraft(event.target.value),
      onKeyDown,
      onBlur: () => void save(),
    }
    return (
      <span className={styles.edit}>
        {multiline ? <textarea {...shared} rows={3} ref={takeFocus} /> : <input {...shared} ref={takeFocus} />}
        {phase.kind === 'failed' && (
          <span className={styles.error} role="alert">
            <CircleAlert size={12} aria-hidden /> {phase.why}
          </span>
        )}
      </span>
    )
  }
  const shownText = phase.kind === 'shown' ? value : draft.trim()
  return (
    <button
      ref={button}
      type="button"
      className={classNames(styles.value, !shownText && styles.vacant)}
      aria-label={`${label}: ${shownText || placeholder}`}
      onClick={() => {
        setDraft(value)
        setPhase({ kind: 'editing' })
      }}
    >
      <span className={styles.text}>{shownText || placeholder}</span>
      {phase.kind === 'saving' && <Spinner size={12} label={savingLabel} />}
      {phase.kind === 'saved' && (
        <span className={styles.saved} role="status" aria-label={savedLabel}>
          <Check size={12} aria-hidden />
        </span>
      )}
      {phase.kind === 'shown' && <Pencil className={styles.pencil} size={11} aria-hidden />}
    </button>
  )
}

/** Focus when the field appears: it appears only because the person asked to edit. */
function takeFocus(element: HTMLInputElement | HTMLTextAreaElement | null): void {
  if (!element || element.dataset.focused) return
  element.dataset.focused = 'true'
  element.focus()
  element.select()
}
