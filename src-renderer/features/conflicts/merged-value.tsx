import { PenLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { fieldKind } from '../../app/use-field-words.ts'
import { Button } from '../../kit/button.tsx'
import { FieldInput } from '../sync/index.ts'
import styles from './conflicts.module.css'

/** The third way: neither of the two, but what the person writes, beginning with what stands. */
export function MergedValue({
  conflict,
  isOpen,
  onOpen,
  onValue,
}: {
  readonly conflict: ConflictRecord
  readonly isOpen: boolean
  readonly onOpen: (open: boolean) => void
  readonly onValue: (value: unknown) => void
}) {
  const { t } = useTranslation('conflicts')
  const { entity, field, kept, lost } = conflict
  const [value, setValue] = useState(kept.value)
  const kind = fieldKind(entity, field)
  if (!kind || kind.kind === 'document') return null
  const write = (next: unknown) => {
    setValue(next)
    onValue(next)
  }
  const both = joined(kept.value, lost.value, kind.kind === 'text' ? kind.max : 0)
  if (!isOpen) {
    return (
      <div>
        <Button
          icon={PenLine}
          onPress={() => {
            onOpen(true)
            onValue(value)
          }}
        >
          {t('merge')}
        </Button>
      </div>
    )
  }
  return (
    <section className={styles.merge}>
      <FieldInput entity={entity} field={field} value={value} onChange={write} autoFocus />
      <div className={styles.mergeButtons}>
        {both !== undefined && (
          <Button size="s" onPress={() => write(both)}>
            {t('joinBoth')}
          </Button>
        )}
        <Button size="s" variant="ghost" onPress={() => onOpen(false)}>
          {t('noMerge')}
        </Button>
      </div>
    </section>
  )
}

/** Both texts below each other, where they fit. */
function joined(kept: unknown, lost: unknown, max: number): string | undefined {
  if (typeof kept !== 'string' || typeof lost !== 'string') return undefined
  const text = `${kept}\n${lost}`
  return text.length <= max ? text : undefined
}
