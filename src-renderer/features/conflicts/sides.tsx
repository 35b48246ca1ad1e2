import { Monitor, UserRound } from 'lucide-react'
import { useMemo } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { fieldKind, useFieldWords } from '../../app/use-field-words.ts'
import { classNames } from '../../kit/class-names.ts'
import { Kbd } from '../../kit/kbd.tsx'
import { VisuallyHidden } from '../../kit/visually-hidden.tsx'
import styles from './conflicts.module.css'
import { type DiffPart, textDiff } from './text-diff.ts'

type Side = 'kept' | 'lost'

/** Both values beside each other, each with who wrote it, when and where; pressing one chooses it. */
export function Sides({
  conflict,
  canChoose,
  chosen,
  onChoose,
}: {
  readonly conflict: ConflictRecord
  readonly canChoose: boolean
  readonly chosen: Side | undefined
  readonly onChoose: (side: Side) => void
}) {
  const { t } = useTranslation('conflicts')
  const parts = useParts(conflict)
  return (
    <RadioGroup
      className={styles.sides as string}
      aria-label={t('choose')}
      orientation="horizontal"
      value={chosen ?? null}
      onChange={(side) => onChoose(side as Side)}
      isReadOnly={!canChoose}
    >
      {(['kept', 'lost'] as const).map((side, index) => (
        <Radio key={side} value={side} className={classNames(styles.side, !canChoose && styles.readOnly)}>
          <span className={styles.sideHead}>
            <span className={styles.sideTitle}>{t(`${conflict.kind}.${side}`)}</span>
            {canChoose && <Kbd>{String(index + 1)}</Kbd>}
          </span>
          <span className={styles.sideValue}>
            <bdi>
              <Marked parts={parts[side]} />
            </bdi>
          </span>
          <Author {...conflict[side]} />
        </Radio>
      ))}
    </RadioGroup>
  )
}

function useParts(conflict: ConflictRecord): Readonly<Record<Side, readonly DiffPart[]>> {
  const { t } = useTranslation('conflicts')
  const words = useFieldWords()
  return useMemo(() => {
    const { entity, field, kind, kept, lost } = conflict
    if (kind === 'edit-over-delete') {
      const plain = (text: string) => [{ text, own: false }]
      return { kept: plain(t('recordStands')), lost: plain(t('recordDeleted')) }
    }
    const [left, right] = [words.value(entity, field, kept.value), words.value(entity, field, lost.value)]
    if (fieldKind(entity, field)?.kind !== 'text' && fieldKind(entity, field)?.kind !== 'list') {
      return { kept: [{ text: left, own: false }], lost: [{ text: right, own: false }] }
    }
    const diff = textDiff(left, right)
    return { kept: diff.left, lost: diff.right }
  }, [conflict, words, t])
}

function Marked({ parts }: { readonly parts: readonly DiffPart[] }) {
  const { t } = useTranslation('conflicts')
  return parts.map((part, index) =>
    part.own ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
      <mark key={index} className={styles.own}>
        <VisuallyHidden>{t('onlyHere')} </VisuallyHidden>
        {part.text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <span key={index}>{part.text}</span>
    ),
  )
}

function Author({ by, atMs, device }: { readonly by: string; readonly atMs: number; readonly device: string }) {
  const format = useFormat()
  return (
    <span className={styles.author}>
      <span>
        <UserRound size={12} aria-hidden />
        <bdi>{by}</bdi> · {format.dateTime(atMs)}
      </span>
      <span>
        <Monitor size={12} aria-hidden />
        <bdi>{device}</bdi>
      </span>
    </span>
  )
}
