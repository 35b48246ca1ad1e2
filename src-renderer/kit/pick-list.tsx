import { type ReactNode, type RefObject, useEffect, useId, useState } from 'react'
import { classNames } from './class-names.ts'
import styles from './pick-list.module.css'

/** A key press, be it React's, React Aria's or the browser's own. */
interface ListKey {
  readonly key: string
  preventDefault(): void
}

export interface PickListState {
  readonly listId: string
  readonly active: number
  readonly optionId: (index: number) => string
  readonly setActive: (index: number) => void
  readonly pick: (index: number) => void
  /** Arrows and Enter; true when the key was used. */
  readonly onKey: (event: ListKey) => boolean
}

/** A list that is chosen from by arrows and Enter while the focus stays elsewhere, be it in a search field. */
export function usePickList(count: number, onPick: (index: number) => void): PickListState {
  const listId = useId()
  const [wished, setActive] = useState(0)
  const active = Math.min(wished, count - 1)
  const onKey = (event: ListKey): boolean => {
    if (count === 0) return false
    const target = { ArrowDown: (active + 1) % count, ArrowUp: (active + count - 1) % count }[event.key]
    if (target !== undefined) setActive(target)
    else if (event.key === 'Enter' && active >= 0) onPick(active)
    else return false
    event.preventDefault()
    return true
  }
  return { listId, active, optionId: (index) => `${listId}-${index}`, setActive, pick: onPick, onKey }
}

/** Tells a screen reader which option a search field stands at. */
export function useActiveOption(input: RefObject<HTMLInputElement | null>, list: PickListState, isOpen: boolean): void {
  const activeId = isOpen && list.active >= 0 ? list.optionId(list.active) : undefined
  useEffect(() => {
    const element = input.current
    if (!element) return
    element.setAttribute('role', 'combobox')
    element.setAttribute('aria-autocomplete', 'list')
    element.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) element.setAttribute('aria-controls', list.listId)
    else element.removeAttribute('aria-controls')
    if (activeId) element.setAttribute('aria-activedescendant', activeId)
    else element.removeAttribute('aria-activedescendant')
  }, [input, activeId, isOpen, list.listId])
}

export function PickList({
  list,
  label,
  focusable,
  children,
}: {
  readonly list: PickListState
  readonly label: string
  /** The list itself takes the focus: there is no field above it. */
  readonly focusable?: boolean
  readonly children: ReactNode
}) {
  return (
    <div
      id={list.listId}
      role="listbox"
      data-inline
      aria-label={label}
      className={styles.list}
      tabIndex={focusable ? 0 : -1}
      {...(focusable
        ? { onKeyDown: list.onKey, ...(list.active >= 0 ? { 'aria-activedescendant': list.optionId(list.active) } : {}) }
        : {})}
    >
      {children}
    </div>
  )
}

export function PickOption({
  list,
  index,
  isSelected,
  children,
}: {
  readonly list: PickListState
  readonly index: number
  /** Shown elsewhere now, whatever the arrows stand at. */
  readonly isSelected?: boolean
  readonly children: ReactNode
}) {
  const isActive = index === list.active
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, as aria-activedescendant says
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field or the list
    <div
      id={list.optionId(index)}
      ref={isActive ? scrollIntoSight : null}
      role="option"
      aria-selected={isSelected ?? isActive}
      className={classNames(styles.option, isActive && styles.active, isSelected && styles.selected)}
      onPointerMove={() => list.setActive(index)}
      onClick={() => list.pick(index)}
    >
      {children}
    </div>
  )
}

function scrollIntoSight(element: HTMLElement | null): void {
  // Not in every test environment.
  element?.scrollIntoView?.({ block: 'nearest' })
}
