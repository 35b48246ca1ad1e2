import { fromAbsolute, getLocalTimeZone, now, type ZonedDateTime } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './date-time-picker.module.css'
import field from './field.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'

export interface DateTimePickerProps extends FieldProps {
  /** Milliseconds since the epoch. */
  readonly valueMs: number | undefined
  readonly onChange: (valueMs: number | undefined) => void
  /** Nothing before the present minute may be chosen. */
  readonly futureOnly?: boolean
  readonly isDisabled?: boolean
}

/** A day and a time in this computer's time zone, typed or taken from a calendar. */
export function DateTimePicker(props: DateTimePickerProps) {
  const { label, labelHidden, hint, error, valueMs, onChange, futureOnly, isDisabled } = props
  const zone = getLocalTimeZone()
  return (
    <DatePicker<ZonedDateTime>
      className={field.field as string}
      granularity="minute"
      hideTimeZone
      hourCycle={24}
      value={valueMs === undefined ? null : fromAbsolute(valueMs, zone)}
      onChange={(value) => onChange(value?.toDate().getTime())}
      {...(futureOnly ? { minValue: now(zone).set({ second: 0, millisecond: 0 }) } : {})}
      placeholderValue={now(zone).set({ minute: 0, second: 0, millisecond: 0 })}
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
    >
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <Group className={field.box as string}>
        <DateInput className={styles.input as string}>
          {(segment) => <DateSegment segment={segment} className={styles.segment as string} />}
        </DateInput>
        <Button className={styles.open as string}>
          <CalendarDays size={15} aria-hidden />
        </Button>
      </Group>
      <FieldHelp hint={hint ?? ''} error={error} />
      <Popover className={styles.popover as string} offset={4}>
        <Dialog className={styles.dialog as string}>
          <Calendar>
            <header className={styles.head}>
              <Button slot="previous" className={styles.open as string}>
                <ChevronLeft size={16} aria-hidden />
              </Button>
              <Heading className={styles.month as string} />
              <Button slot="next" className={styles.open as string}>
                <ChevronRight size={16} aria-hidden />
              </Button>
            </header>
            <CalendarGrid className={styles.grid as string}>
              <CalendarGridHeader>
                {(day) => <CalendarHeaderCell className={styles.weekday as string}>{day}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} className={classNames(styles.day)} />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}
