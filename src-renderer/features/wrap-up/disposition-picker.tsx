import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Disposition } from '#shared/domain/disposition/disposition.ts'
import type { DispositionId } from '#shared/domain/ids.ts'
import { useFormat } from '../../app/format.ts'
import { Badge } from '../../kit/badge.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Kbd } from '../../kit/kbd.tsx'
import { SearchField } from '../../kit/search-field.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import { type Choice, type DispositionNode, filterLeaves, leavesOf, pathTo } from './disposition-tree.ts'
import styles from './wrap-up.module.css'

/** The tree of outcomes: one level at a time with its keys, or found by typing. */
export function DispositionPicker({
  tree,
  choice,
  suggestedId,
  onChange,
  onFinish,
}: {
  readonly tree: readonly DispositionNode[]
  readonly choice: Choice
  readonly suggestedId: DispositionId | undefined
  readonly onChange: (choice: Choice) => void
  /** Enter on the outcome that is already chosen. */
  readonly onFinish: () => void
}) {
  const { t } = useTranslation('wrap-up')
  const { language } = useFormat()
  const [typed, setTyped] = useState('')
  const found = useMemo(() => filterLeaves(leavesOf(tree), typed, language), [tree, typed, language])
  const path = pathTo(tree, choice.openId)
  const level = path.at(-1)?.children ?? tree
  const isFiltering = typed.trim() !== ''

  const chooseLeaf = (disposition: Disposition, above: readonly Disposition[]) => {
    setTyped('')
    const openId = above.at(-1)?.dispositionId
    onChange({ ...(openId ? { openId } : {}), leafId: disposition.dispositionId })
  }
  return (
    <>
      <SearchField
        label={t('filter')}
        placeholder={t('filter')}
        value={typed}
        onChange={setTyped}
        maxLength={60}
        onKeyDown={(event) => {
          const first = found[0]
          if (event.key === 'Enter' && isFiltering && first) chooseLeaf(first.disposition, first.above)
          else event.continuePropagation()
        }}
      />
      {!isFiltering && path.length > 0 && (
        <div className={styles.crumbs}>
          <TextButton onPress={() => onChange(parentOf(path, choice))}>
            <ChevronLeft size={14} aria-hidden />
            {t('groups')}
          </TextButton>
          <Kbd>0</Kbd>
          <span className={styles.crumb}>{path.map((node) => node.disposition.label[language]).join(' › ')}</span>
        </div>
      )}
      <div className={styles.options}>
        {isFiltering
          ? found.map(({ disposition, above }) => (
              <Row
                key={disposition.dispositionId}
                label={disposition.label[language]}
                about={above.map((one) => one.label[language]).join(' › ')}
                isChosen={disposition.dispositionId === choice.leafId}
                isSuggested={disposition.dispositionId === suggestedId}
                onPress={() => chooseLeaf(disposition, above)}
              />
            ))
          : level.map(({ disposition, children }) => {
              const id = disposition.dispositionId
              const isGroup = children.length > 0
              const isChosen = id === choice.leafId
              return (
                <Row
                  key={id}
                  label={disposition.label[language]}
                  shortcut={disposition.shortcut}
                  isGroup={isGroup}
                  isChosen={isChosen}
                  isSuggested={id === suggestedId || (isGroup && pathTo(children, suggestedId).length > 0)}
                  onPress={() => {
                    if (isGroup) onChange({ openId: id })
                    else if (isChosen) onFinish()
                    else onChange({ ...choice, leafId: id })
                  }}
                />
              )
            })}
      </div>
      {isFiltering && found.length === 0 && <p className={styles.nothing}>{t('filterNone')}</p>}
    </>
  )
}

function parentOf(path: readonly DispositionNode[], choice: Choice): Choice {
  const parent = path.at(-2)?.disposition.dispositionId
  return { ...(parent ? { openId: parent } : {}), ...(choice.leafId ? { leafId: choice.leafId } : {}) }
}

function Row({
  label,
  about,
  shortcut,
  isGroup,
  isChosen,
  isSuggested,
  onPress,
}: {
  readonly label: string
  readonly about?: string
  readonly shortcut?: string
  readonly isGroup?: boolean
  readonly isChosen: boolean
  readonly isSuggested: boolean
  readonly onPress: () => void
}) {
  const { t } = useTranslation('wrap-up')
  return (
    <AriaButton
      className={classNames(styles.option, isChosen && styles.chosen)}
      {...(isGroup ? {} : { 'aria-pressed': isChosen })}
      onPress={onPress}
    >
      <span className={styles.optionText}>
        {label}
        {about && <span className={styles.optionAbout}>{about}</span>}
      </span>
      {isSuggested && <Badge tone="accent">{t('suggested')}</Badge>}
      {isGroup && <ChevronRight size={15} aria-hidden />}
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </AriaButton>
  )
}
