import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import styles from './tabs.module.css'

export interface TabSpec {
  readonly id: string
  readonly title: string
  readonly count?: number
  readonly content: ReactNode
}

/** Views of one thing side by side; only the shown one is mounted. */
export function Tabs({
  label,
  tabs,
  selected,
  onSelect,
  vertical,
}: {
  readonly label: string
  readonly tabs: readonly TabSpec[]
  readonly selected?: string
  readonly onSelect?: (id: string) => void
  readonly vertical?: boolean
}) {
  return (
    <AriaTabs
      className={styles.tabs as string}
      orientation={vertical ? 'vertical' : 'horizontal'}
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect ? { onSelectionChange: (key) => onSelect(String(key)) } : {})}
    >
      <TabList aria-label={label} className={styles.list as string}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab as string}>
            {tab.title}
            {tab.count !== undefined && tab.count > 0 && <span className={styles.count}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel as string}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
