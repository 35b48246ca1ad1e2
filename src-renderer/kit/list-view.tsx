import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { type Chip, ChipGroup } from './chip-group.tsx'
import { ErrorState } from './error-state.tsx'
import styles from './list-view.module.css'
import { Panel } from './panel.tsx'
import { Skeleton } from './skeleton.tsx'

export type ListState =
  | { readonly kind: 'loading'; readonly label: string }
  | {
      readonly kind: 'failed'
      readonly title: string
      readonly text: string
      readonly retry: string
      readonly onRetry: () => void
    }
  | { readonly kind: 'empty'; readonly state: ReactNode }
  | { readonly kind: 'rows'; readonly table: ReactNode }

/** A whole view of one long list: title, chips that filter it, and below them the table or why there is none. */
export function ListView<V extends string>({
  title,
  filter,
  list,
}: {
  readonly title: string
  readonly filter: {
    readonly label: string
    readonly chips: readonly Chip<V>[]
    readonly value: V
    readonly onChange: (value: V) => void
  }
  readonly list: ListState
}) {
  return (
    <div className={styles.view}>
      <Panel label={title} fill flush>
        <header className={styles.head}>
          <h1 className={styles.title}>{title}</h1>
          <ChipGroup {...filter} />
        </header>
        <ListBody list={list} />
      </Panel>
    </div>
  )
}

function ListBody({ list }: { readonly list: ListState }) {
  switch (list.kind) {
    case 'loading':
      return (
        <div className={styles.waiting}>
          <Skeleton lines={8} label={list.label} />
        </div>
      )
    case 'failed':
      return <ErrorState title={list.title} text={list.text} action={<Button onPress={list.onRetry}>{list.retry}</Button>} />
    case 'empty':
      return list.state
    case 'rows':
      return <div className={styles.table}>{list.table}</div>
  }
}
