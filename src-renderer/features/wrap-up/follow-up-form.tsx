import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { casePriority } from '#shared/domain/customer/customer.ts'
import { useFormat } from '../../app/format.ts'
import { Button } from '../../kit/button.tsx'
import { ChipGroup } from '../../kit/chip-group.tsx'
import { DateTimePicker } from '../../kit/date-time-picker.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { callbackTimes } from './callback-times.ts'
import type { FollowUpDraft } from './follow-up.ts'
import styles from './wrap-up.module.css'

/** One follow-up being written. It is created by its own button, or together with finishing. */
export function FollowUpForm({
  draft,
  nowMs,
  isSaving,
  error,
  onChange,
  onCreate,
  onCancel,
}: {
  readonly draft: FollowUpDraft
  /** When the form was opened: presets are counted from it. */
  readonly nowMs: number
  readonly isSaving: boolean
  readonly error: string | undefined
  readonly onChange: (draft: FollowUpDraft) => void
  readonly onCreate: () => void
  readonly onCancel: () => void
}) {
  const { t } = useTranslation('wrap-up')
  const frame = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    // What finishing will create must be seen; not in every test environment.
    frame.current?.scrollIntoView?.({ block: 'nearest' })
  }, [])
  return (
    <fieldset ref={frame} className={styles.follow} aria-label={t(`follow.${draft.kind}`)}>
      <div className={styles.followHead}>
        <strong>{t(`follow.${draft.kind}`)}</strong>
        <IconButton icon={X} size="s" label={t('follow.cancel')} onPress={onCancel} />
      </div>
      {draft.kind === 'callback' && <CallbackTime draft={draft} nowMs={nowMs} onChange={onChange} />}
      <div className={draft.kind === 'callback' ? styles.pair : undefined}>
        <TextField
          label={t(`follow.${draft.kind}Title`)}
          value={draft.title}
          onChange={(title) => onChange({ ...draft, title })}
          maxLength={200}
          error={error}
          onKeyDown={(event) => (event.key === 'Enter' && !event.ctrlKey ? onCreate() : event.continuePropagation())}
        />
        {draft.kind === 'callback' && (
          <TextField
            label={t('follow.number')}
            value={draft.number}
            onChange={(number) => onChange({ ...draft, number })}
            maxLength={100}
            inputMode="tel"
          />
        )}
      </div>
      {draft.kind === 'case' && (
        <ChipGroup
          label={t('follow.priority')}
          value={draft.priority}
          onChange={(priority) => onChange({ ...draft, priority })}
          chips={casePriority.options.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
      )}
      {draft.kind === 'task' && (
        <DateTimePicker
          label={t('follow.when')}
          valueMs={draft.dueAtMs}
          onChange={(dueAtMs) => onChange({ ...draft, dueAtMs })}
          futureOnly
        />
      )}
      <Button size="s" isPending={isSaving} isDisabled={!draft.title.trim()} onPress={onCreate}>
        {t('follow.add')}
      </Button>
    </fieldset>
  )
}

function CallbackTime({
  draft,
  nowMs,
  onChange,
}: {
  readonly draft: FollowUpDraft & { readonly kind: 'callback' }
  readonly nowMs: number
  readonly onChange: (draft: FollowUpDraft) => void
}) {
  const { t } = useTranslation('wrap-up')
  const format = useFormat()
  const times = callbackTimes(nowMs)
  const preset = times.find(({ atMs }) => atMs === draft.dueAtMs)?.preset ?? 'pick'
  return (
    <>
      <ChipGroup
        label={t('follow.when')}
        chips={[
          ...times.map(({ preset: value, atMs }) => ({ value, label: t(`preset.${value}`), count: format.time(atMs) })),
          { value: 'pick' as const, label: t('preset.pick') },
        ]}
        value={preset}
        onChange={(value) => {
          const chosen = times.find((one) => one.preset === value)?.atMs
          // A minute off a preset: the picker opens on it without being the preset.
          onChange({ ...draft, dueAtMs: chosen ?? (draft.dueAtMs ?? nowMs) + 60_000 })
        }}
      />
      {preset === 'pick' && (
        <DateTimePicker
          label={t('follow.when')}
          labelHidden
          valueMs={draft.dueAtMs}
          onChange={(dueAtMs) => onChange({ ...draft, dueAtMs })}
          futureOnly
        />
      )}
    </>
  )
}
