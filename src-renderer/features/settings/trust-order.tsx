import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallerTrust } from '#shared/domain/line/line.ts'
import { Checkbox } from '../../kit/checkbox.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { isHeaderName } from './header-name.ts'
import styles from './settings.module.css'

type Source = CallerTrust['order'][number]
const sources: readonly Source[] = ['p-asserted-identity', 'remote-party-id', 'from', 'x-header']

/** Which headers the caller's number is taken from, the most trusted first. At least one is left. */
export function TrustOrder({
  trust,
  onChange,
}: {
  readonly trust: CallerTrust
  readonly onChange: (changes: Partial<CallerTrust>) => void
}) {
  const { t } = useTranslation('settings')
  const { order } = trust
  const shown = [...order, ...sources.filter((source) => !order.includes(source))]
  const move = (from: number, to: number) => {
    const next = order.filter((_, index) => index !== from)
    next.splice(to, 0, order[from] as Source)
    onChange({ order: next })
  }
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{t('trust')}</legend>
      <ol className={styles.order}>
        {shown.map((source) => {
          const index = order.indexOf(source)
          const name = t(`trust_${source}`)
          const used = index >= 0
          return (
            <li key={source} className={styles.orderRow}>
              <Checkbox
                aria-label={t('trustUse', { name })}
                isSelected={used}
                isDisabled={used && order.length === 1}
                onChange={(on) => onChange({ order: on ? [...order, source] : order.filter((one) => one !== source) })}
              >
                <span className={styles.orderName}>{name}</span>
              </Checkbox>
              {used && (
                <>
                  <IconButton
                    size="s"
                    icon={ArrowUp}
                    label={t('moveUp', { name })}
                    isDisabled={index === 0}
                    onPress={() => move(index, index - 1)}
                  />
                  <IconButton
                    size="s"
                    icon={ArrowDown}
                    label={t('moveDown', { name })}
                    isDisabled={index === order.length - 1}
                    onPress={() => move(index, index + 1)}
                  />
                </>
              )}
            </li>
          )
        })}
      </ol>
      <p className={styles.hint}>{t('trustHint')}</p>
      {order.includes('x-header') && (
        <NumberHeader value={trust.numberHeader ?? ''} onSave={(numberHeader) => onChange({ numberHeader })} />
      )}
    </fieldset>
  )
}

function NumberHeader({ value, onSave }: { readonly value: string; readonly onSave: (name: string) => void }) {
  const { t } = useTranslation('settings')
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const wrong = text.trim() !== '' && !isHeaderName(text.trim())
  const save = () => {
    if (!wrong && text.trim() !== value) onSave(text.trim())
  }
  return (
    <TextField
      label={t('numberHeader')}
      placeholder="X-Caller"
      value={text}
      onChange={setText}
      maxLength={60}
      error={wrong ? t('headerWrong') : undefined}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  )
}
