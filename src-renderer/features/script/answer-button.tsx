import { Button as AriaButton } from 'react-aria-components'
import { classNames } from '../../kit/class-names.ts'
import { Kbd } from '../../kit/kbd.tsx'
import styles from './script.module.css'

/** A wide row to press, with its key at the right. */
export function AnswerButton({
  shortcut,
  isChosen,
  onPress,
  children,
}: {
  readonly shortcut?: string | undefined
  readonly isChosen?: boolean
  readonly onPress: () => void
  readonly children: string
}) {
  return (
    <AriaButton
      className={classNames(styles.answer, isChosen && styles.chosen)}
      {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
      onPress={onPress}
    >
      <span className={styles.answerText}>{children}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </AriaButton>
  )
}
