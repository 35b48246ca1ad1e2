import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import { classNames } from './class-names.ts'
import styles from './data-table.module.css'

export interface DataColumn<T> {
  readonly id: string
  readonly header: string
  readonly cell: (row: T) => ReactNode
  /** Makes the column sortable by this value. */
  readonly sortBy?: (row: T) => string | number | undefined
  /** A track of a CSS grid: `120px`, `1fr`, `minmax(160px, 2fr)`. */
  readonly width: string
  readonly align?: 'start' | 'end'
}

export interface DataTableProps<T> {
  readonly label: string
  readonly columns: readonly DataColumn<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  /** Enter or a click on a row. */
  readonly onRowPress?: (row: T) => void
  readonly isSelected?: (row: T) => boolean
  readonly sortedBy?: { readonly id: string; readonly desc: boolean }
  /** Pixels; every row is as high. */
  readonly rowHeight?: number
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text },
})

/** A table of any length: sorted by its headers, only rows in sight are drawn, arrows move between rows. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowKey, onRowPress, isSelected, sortedBy, rowHeight = 44 } = props
  const scroller = useRef<HTMLDivElement>(null)
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, { readonly row: T }> => ({
          id: column.id,
          accessorFn: ({ row }) => column.sortBy?.(row),
          header: column.header,
          enableSorting: column.sortBy !== undefined,
          sortUndefined: 'last',
        }),
      ),
    [columns],
  )
  const data = useMemo(() => rows.map((row) => ({ row })), [rows])
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: ({ row }) => rowKey(row),
    ...(sortedBy ? { initialState: { sorting: [{ ...sortedBy }] } } : {}),
  })
  const sorted = table.getRowModel().rows
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => sorted[index]?.id ?? index,
    overscan: 8,
    initialRect: { width: 800, height: 800 },
  })
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }

  const moveBy = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || event.target !== event.currentTarget) return
    event.preventDefault()
    const next = Math.min(sorted.length - 1, Math.max(0, index + step))
    virtualizer.scrollToIndex(next)
    scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are drawn by position, which a table element cannot do
    <div className={styles.table} role="table" aria-label={label} aria-rowcount={sorted.length + 1} ref={scroller}>
      {table.getHeaderGroups().map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: its cells hold the buttons
        <div key={group.id} className={styles.header} style={template} role="row" aria-rowindex={1}>
          {group.headers.map((header, index) => {
            const order = header.column.getIsSorted()
            const title = columns[index]?.header
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useFocusableInteractive: the button inside is
              <div
                key={header.id}
                role="columnheader"
                className={classNames(styles.head, columns[index]?.align === 'end' && styles.end)}
                {...(header.column.getCanSort()
                  ? { 'aria-sort': order === 'asc' ? 'ascending' : order === 'desc' ? 'descending' : 'none' }
                  : {})}
              >
                {header.column.getCanSort() ? (
                  <button type="button" className={styles.sort} onClick={header.column.getToggleSortingHandler()}>
                    {title}
                    {order === 'asc' && <ArrowUp size={12} aria-hidden />}
                    {order === 'desc' && <ArrowDown size={12} aria-hidden />}
                  </button>
                ) : (
                  title
                )}
              </div>
            )
          })}
        </div>
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div className={styles.body} style={{ height: virtualizer.getTotalSize() }} role="rowgroup">
        {virtualizer.getVirtualItems().map((item) => {
          const row = sorted[item.index]?.original.row
          if (row === undefined) return null
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div
              key={item.key}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              tabIndex={onRowPress ? 0 : -1}
              className={classNames(styles.row, onRowPress && styles.pressable, isSelected?.(row) && styles.selected)}
              style={{ ...template, height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={onRowPress && (() => onRowPress(row))}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onRowPress?.(row)
                else moveBy(event, item.index)
              }}
            >
              {columns.map((column) => (
                // biome-ignore lint/a11y/useSemanticElements: as above
                <div key={column.id} role="cell" className={classNames(styles.cell, column.align === 'end' && styles.end)}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** For buttons and links inside a pressable row: their clicks are theirs. */
export function RowActions({ children }: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps clicks from the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span className={styles.actions} onClick={(event) => event.stopPropagation()}>
      {children}
    </span>
  )
}
