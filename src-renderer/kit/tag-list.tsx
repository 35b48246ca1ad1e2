import { X } from 'lucide-react'
import { TagList as AriaTagList, Button, Tag, TagGroup } from 'react-aria-components'
import styles from './tag-list.module.css'

/** Words as small chips. With `onRemove` each has a cross, and the one in focus goes by Delete or Backspace. */
export function TagList({
  label,
  tags,
  removeLabel,
  onRemove,
}: {
  readonly label: string
  readonly tags: readonly string[]
  readonly removeLabel: (tag: string) => string
  readonly onRemove?: ((tag: string) => void) | undefined
}) {
  return (
    <TagGroup
      aria-label={label}
      className={styles.group as string}
      {...(onRemove ? { onRemove: (keys) => [...keys].forEach((key) => onRemove(String(key))) } : {})}
    >
      <AriaTagList className={styles.list as string} items={tags.map((tag) => ({ id: tag }))} dependencies={[onRemove]}>
        {({ id }) => (
          <Tag id={id} textValue={id} className={styles.tag as string}>
            <bdi className={styles.text} title={id}>
              {id}
            </bdi>
            {onRemove && (
              <Button slot="remove" className={styles.remove as string} aria-label={removeLabel(id)}>
                <X size={11} aria-hidden />
              </Button>
            )}
          </Tag>
        )}
      </AriaTagList>
    </TagGroup>
  )
}
