import { parseDate } from '@internationalized/date'
import { useTranslation } from 'react-i18next'
import { fieldKind, useFieldWords } from '../../app/use-field-words.ts'
import { Checkbox } from '../../kit/checkbox.tsx'
import { DateTimePicker } from '../../kit/date-time-picker.tsx'
import { NumberField } from '../../kit/number-field.tsx'
import { Select } from '../../kit/select.tsx'
import { TextArea } from '../../kit/text-area.tsx'
import { TextField } from '../../kit/text-field.tsx'

/** Above this a text has more than one line. */
const lineMax = 120

/** Any field of any entity, typed as its column says. What cannot be typed by hand (documents) is only shown. */
export function FieldInput({
  entity,
  field,
  value,
  onChange,
  error,
  autoFocus,
}: {
  readonly entity: string
  readonly field: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | undefined
  readonly autoFocus?: boolean
}) {
  const { t } = useTranslation('sync')
  const words = useFieldWords()
  const kind = fieldKind(entity, field)
  const label = words.field(entity, field)
  const shared = { label, error, ...(autoFocus ? { autoFocus } : {}) }
  switch (kind?.kind) {
    case 'choice':
      return (
        <Select
          label={label}
          error={error}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
          choices={kind.options.map((option) => ({ value: option, label: words.value(entity, field, option) }))}
        />
      )
    case 'boolean':
      return (
        <Checkbox isSelected={value === true} onChange={onChange}>
          {label}
        </Checkbox>
      )
    case 'instant':
      return (
        <DateTimePicker label={label} error={error} valueMs={typeof value === 'number' ? value : undefined} onChange={onChange} />
      )
    case 'money':
      return <NumberField {...shared} value={Number(value ?? 0) / 100} onChange={(next) => onChange(Math.round(next * 100))} />
    case 'integer':
    case 'duration':
      return (
        <NumberField {...shared} value={Number(value ?? 0)} onChange={onChange} formatOptions={{ maximumFractionDigits: 0 }} />
      )
    case 'list':
      return (
        <TextField
          {...shared}
          hint={t('listHint')}
          value={Array.isArray(value) ? value.join(', ') : ''}
          onChange={(text) => onChange(splitList(text))}
        />
      )
    case 'date':
      return (
        <TextField
          {...shared}
          error={error ?? (isDate(value) ? undefined : t('dateHint'))}
          value={textOf(value)}
          onChange={onChange}
          maxLength={10}
        />
      )
    case 'text':
      return kind.max > lineMax ? (
        <TextArea {...shared} value={textOf(value)} onChange={onChange} maxLength={kind.max} rows={4} />
      ) : (
        <TextField {...shared} value={textOf(value)} onChange={onChange} maxLength={kind.max} />
      )
    default:
      return (
        <p>
          {label}: <bdi>{words.value(entity, field, value)}</bdi>
        </p>
      )
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
function splitList(text: string): string[] {
  // A comma that was just typed stays in sight: the empty word behind it is the next one.
  return text.split(',').map((word, index) => (index === 0 ? word : word.replace(/^ /, '')))
}
function isDate(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  try {
    return typeof value === 'string' && parseDate(value) !== undefined
  } catch {
    return false
  }
}
