import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { OutgoingChange } from '#shared/domain/sync/sync-state.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { FieldInput } from './field-input.tsx'
import styles from './sync.module.css'

/** A refused change with its values to mend; only what was retyped is sent differently. */
export function SendAgainDialog({ change, onClose }: { readonly change: OutgoingChange; readonly onClose: () => void }) {
  const { t } = useTranslation('sync')
  const { t: common } = useTranslation()
  const bridge = useBridge()
  const words = useFieldWords()
  const failureText = useFailureText()
  const [typed, setTyped] = useState<Readonly<Record<string, unknown>>>({})
  const [failure, setFailure] = useState<Failure>()
  const [isSending, setSending] = useState(false)
  const { seq, entity, reason } = change
  const fields = change.values.filter(({ field }) => !/Id$/.test(field))
  const send = async () => {
    setSending(true)
    const values = Object.keys(typed).length > 0 ? { values: tidy(typed) } : {}
    const result = await bridge.call('sync.sendAgain', { seq, ...values })
    setSending(false)
    if (result.ok) onClose()
    else setFailure(result.failure)
  }
  const trouble = failure && failureText(failure)
  return (
    <Dialog
      title={t('editTitle', { entity: words.entity(entity) })}
      isOpen
      onClose={onClose}
      closeLabel={common('close')}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={isSending} onPress={() => void send()}>
            {t('sendAgain')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {change.customerName && (
          <p className={styles.hint}>
            <bdi>{change.customerName}</bdi>
          </p>
        )}
        {reason && (
          <Banner tone="warn" title={t(`reason.${reason}.what`)} inset>
            {t(`reason.${reason}.todo`)}
          </Banner>
        )}
        {trouble && (
          <Banner tone="bad" title={trouble.what} inset>
            {trouble.todo}
          </Banner>
        )}
        {fields.map(({ field, value }, index) => (
          <FieldInput
            key={field}
            entity={entity}
            field={field}
            value={field in typed ? typed[field] : value}
            onChange={(next) => setTyped((before) => ({ ...before, [field]: next }))}
            error={field === change.field && reason && !(field in typed) ? t(`reason.${reason}.what`) : undefined}
            autoFocus={change.field === undefined ? index === 0 : field === change.field}
          />
        ))}
      </div>
    </Dialog>
  )
}

/** Words of a list as they were typed hold spaces and gaps. */
function tidy(typed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const clean = (value: unknown) => (Array.isArray(value) ? value.map((word) => String(word).trim()).filter(Boolean) : value)
  return Object.fromEntries(Object.entries(typed).map(([field, value]) => [field, clean(value)]))
}
