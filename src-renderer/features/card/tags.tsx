import { Tag as TagIcon } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '../../app/use-query.ts'
import { useRights } from '../../app/use-rights.ts'
import { ComboBox } from '../../kit/combo-box.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Popover } from '../../kit/popover.tsx'
import { TagList } from '../../kit/tag-list.tsx'
import styles from './card.module.css'
import { addTag, removeTag } from './card-changes.ts'
import { useCardChange, useFieldSave, useOpenCard } from './card-context.ts'

const maxLength = 60

export function Tags() {
  const { t } = useTranslation('card')
  const { customer, tags } = useOpenCard().card
  const change = useCardChange()
  const canChange = useRights().changes('customers', 'tags')
  const { customerId } = customer
  if (tags.length === 0 && !canChange) return null
  return (
    <div className={styles.tags}>
      {tags.length > 0 && (
        <TagList
          label={t('tags.title')}
          tags={tags}
          removeLabel={(tag) => t('tags.remove', { tag })}
          onRemove={canChange ? (tag) => void change(removeTag(tag), 'customers.removeTag', { customerId, tag }) : undefined}
        />
      )}
      {canChange && (
        <Popover
          label={t('tags.add')}
          placement="bottom start"
          trigger={<IconButton icon={TagIcon} size="s" label={t('tags.add')} />}
        >
          <NewTag />
        </Popover>
      )}
    </div>
  )
}

/** Stays open for the next one: tags are often added by twos and threes. */
function NewTag() {
  const { t } = useTranslation('card')
  const { customer, tags } = useOpenCard().card
  const save = useFieldSave()
  const { query } = useQuery('customers.tagsInUse', {})
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const inUse = query.kind === 'ready' ? query.value : undefined
  const choices = useMemo(() => suggestions(inUse ?? [], tags, typed), [inUse, tags, typed])
  const add = async (text: string) => {
    const tag = text.trim()
    if (!tag) return
    setTyped('')
    setError(await save(addTag(tag), 'customers.addTag', { customerId: customer.customerId, tag }))
  }
  return (
    <div className={styles.form}>
      <ComboBox
        label={t('tags.add')}
        hint={t('tags.hint')}
        error={error}
        choices={choices}
        value={undefined}
        onChange={(tag) => tag !== undefined && void add(tag)}
        inputValue={typed}
        onInputChange={setTyped}
        onEnter={(text) => void add(text)}
        emptyText={t('tags.new')}
        maxLength={maxLength}
        autoFocus
      />
    </div>
  )
}

/** Of the tags in use those with the typed letters, which the customer does not have; those that begin so stand first. */
export function suggestions(inUse: readonly string[], present: readonly string[], typed: string) {
  const wanted = typed.trim().toLowerCase()
  const had = new Set(present.map((tag) => tag.toLowerCase()))
  const fitting = inUse.filter((tag) => tag.toLowerCase().includes(wanted) && !had.has(tag.toLowerCase()))
  const later = (tag: string) => (tag.toLowerCase().startsWith(wanted) ? 0 : 1)
  return fitting
    .sort((a, b) => later(a) - later(b) || a.localeCompare(b))
    .slice(0, 50)
    .map((tag) => ({ value: tag, label: tag }))
}
