import { History } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Channel, type CustomerCard, channel as channelSchema } from '#shared/domain/customer/customer.ts'
import type { Language } from '#shared/domain/text/language.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { regionOf } from '../../app/i18n.ts'
import { Button } from '../../kit/button.tsx'
import { ChipGroup } from '../../kit/chip-group.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/panel.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { VirtualList } from '../../kit/virtual-list.tsx'
import styles from './timeline.module.css'
import { TimelineEntry } from './timeline-item.tsx'
import { type DayGroup, timelineRows } from './timeline-rows.ts'
import { useTimeline } from './use-timeline.ts'

type Filter = Channel | 'all'

/** All contacts with a customer, whatever the channel. */
export function Timeline({ card }: { readonly card: CustomerCard }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  const [filter, setFilter] = useState<Filter>('all')
  const [totals, setTotals] = useState<Partial<Record<Channel, number>>>({})
  const { customerId } = card.customer
  const counts = useMemo(() => ({ ...countsOf(card), ...totals }), [card, totals])
  const chips = (['all', ...channelSchema.options] as const).map((value) => {
    const count = value === 'all' ? card.timelineTotal : counts[value]
    return {
      value,
      label: value === 'all' ? t('timeline.all') : t(`channel.${value}`),
      count: count === undefined ? undefined : format.number(count),
    }
  })
  return (
    <Panel label={t('timeline.title')} fill flush>
      <div className={styles.filter}>
        <ChipGroup
          dense
          label={t('timeline.filter')}
          // What is known to be empty is not worth a press.
          chips={chips.filter((chip) => chip.value === filter || chip.count !== '0')}
          value={filter}
          onChange={setFilter}
        />
      </div>
      <Pages
        key={`${customerId} ${filter}`}
        card={card}
        channel={filter === 'all' ? undefined : filter}
        onTotal={(channel, total) => setTotals((known) => (known[channel] === total ? known : { ...known, [channel]: total }))}
      />
    </Panel>
  )
}

/** Counts by channel, when the whole history came with the card. */
export function countsOf(card: Pick<CustomerCard, 'timeline' | 'timelineTotal'>): Partial<Record<Channel, number>> {
  if (card.timeline.length < card.timelineTotal) return {}
  return Object.fromEntries(
    channelSchema.options.map((channel) => [channel, card.timeline.filter((item) => item.channel === channel).length]),
  )
}

function Pages({
  card,
  channel,
  onTotal,
}: {
  readonly card: CustomerCard
  readonly channel: Channel | undefined
  readonly onTotal: (channel: Channel, total: number) => void
}) {
  const { t } = useTranslation('card')
  const failureText = useFailureText()
  const first = useMemo(
    () => (channel ? undefined : { items: card.timeline, total: card.timelineTotal }),
    [card.timeline, card.timelineTotal, channel],
  )
  const { items, total, isLoading, failure, loadMore, retry } = useTimeline(card.customer.customerId, channel, first)
  const rows = useMemo(() => timelineRows(items, Date.now()), [items])
  useReport(channel, total, onTotal)

  if (failure && items.length === 0) {
    return (
      <ErrorState
        title={t('timeline.failed')}
        text={failureText(failure).what}
        action={<Button onPress={retry}>{t('retry')}</Button>}
      />
    )
  }
  if (isLoading && items.length === 0) {
    return (
      <div className={styles.waiting}>
        <Skeleton lines={6} label={t('timeline.loading')} />
      </div>
    )
  }
  if (items.length === 0) {
    return channel ? (
      <EmptyState icon={History} title={t('timeline.emptyChannel')} />
    ) : (
      <EmptyState icon={History} title={t('timeline.empty')} text={t('timeline.emptyHint')} />
    )
  }
  return (
    <>
      <div className={styles.list}>
        <VirtualList
          label={t('timeline.title')}
          items={rows}
          itemKey={(row) => row.key}
          estimateHeight={58}
          onNearEnd={loadMore}
          renderItem={(row) =>
            row.kind === 'group' ? <GroupHeading group={row.group} /> : <TimelineEntry item={row.item} group={row.group} />
          }
        />
      </div>
      {failure && (
        <div className={styles.more} role="alert">
          {failureText(failure).what} <Button onPress={retry}>{t('retry')}</Button>
        </div>
      )}
    </>
  )
}

function useReport(
  channel: Channel | undefined,
  total: number | undefined,
  onTotal: (channel: Channel, total: number) => void,
): void {
  useEffect(() => {
    if (channel && total !== undefined) onTotal(channel, total)
  }, [channel, total, onTotal])
}

function GroupHeading({ group }: { readonly group: DayGroup }) {
  const { t } = useTranslation('card')
  const { language } = useFormat()
  return <h3 className={styles.group}>{group.kind === 'month' ? monthName(language, group) : t(`timeline.${group.kind}`)}</h3>
}

function monthName(language: Language, { monthStartMs, thisYear }: DayGroup & { kind: 'month' }): string {
  const name = new Intl.DateTimeFormat(regionOf[language], { month: 'long', ...(thisYear ? {} : { year: 'numeric' }) })
  return name.format(monthStartMs)
}
