import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './list-row.module.css'

/** One row of a short list: something at the left, two lines, something at the right. Pressable when `onPress` is given. */
export function ListRow({
  start,
  title,
  subtitle,
  end,
  onPress,
  isExpanded,
  isSelected,
  framed,
}: {
  readonly start?: ReactNode
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  readonly end?: ReactNode
  readonly onPress?: () => void
  /** Of a row whose press opens something below it. */
  readonly isExpanded?: boolean
  readonly isSelected?: boolean
  /** A frame of its own, for lists of a few things on a card. */
  readonly framed?: boolean
}) {
  const main = (
    <>
      {start}
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        {subtitle && <span className={styles.subtitle}>{subtitle}</span>}
      </span>
    </>
  )
  return (
    <div className={classNames(styles.row, framed && styles.framed, isSelected && styles.selected)}>
      {onPress ? (
        <AriaButton
          className={styles.press as string}
          onPress={onPress}
          {...(isExpanded === undefined ? {} : { 'aria-expanded': isExpanded })}
        >
          {main}
        </AriaButton>
      ) : (
        <div className={styles.main}>{main}</div>
      )}
      {end && <span className={styles.end}>{end}</span>}
    </div>
  )
}
