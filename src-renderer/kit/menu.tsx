import type { LucideIcon } from 'lucide-react'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, Header, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import styles from './list-box.module.css'

export interface MenuAction {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly icon?: LucideIcon
  /** Drawn before the label instead of an icon. */
  readonly mark?: ReactNode
  readonly shortcut?: string
  readonly danger?: boolean
  readonly isDisabled?: boolean
  /** The present choice. */
  readonly isCurrent?: boolean
  readonly onAction: () => void
}

export interface MenuGroup {
  readonly title?: string
  readonly actions: readonly MenuAction[]
}

/** `trigger` is a kit button; the menu opens under it. `head` stands above its actions, to be read only. */
export function Menu({
  trigger,
  label,
  groups,
  head,
  placement = 'bottom start',
}: {
  readonly trigger: ReactElement
  readonly label: string
  readonly groups: readonly MenuGroup[]
  readonly head?: ReactNode
  readonly placement?: 'bottom start' | 'bottom end' | 'right bottom' | 'top start'
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover as string} placement={placement} offset={4}>
        {head}
        <AriaMenu className={styles.list as string} aria-label={label}>
          {groups.map((group, index) => (
            <MenuSection key={group.title ?? index} aria-label={group.title ?? label}>
              {group.title && <Header className={styles.heading as string}>{group.title}</Header>}
              {group.actions.map((action) => (
                <MenuItem
                  key={action.id}
                  id={action.id}
                  textValue={action.label}
                  isDisabled={action.isDisabled ?? false}
                  onAction={action.onAction}
                  className={classNames(styles.item, action.danger && styles.danger)}
                >
                  {action.mark ?? (action.icon && <action.icon size={15} aria-hidden />)}
                  <span className={styles.grow}>
                    {action.label}
                    {action.description && <span className={styles.description}>{action.description}</span>}
                  </span>
                  {action.shortcut && <Kbd>{action.shortcut}</Kbd>}
                  {action.isCurrent && <Check size={14} aria-hidden />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
