import { Search, X } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { type SearchFieldProps as AriaProps, SearchField as AriaSearchField, Button, Input } from 'react-aria-components'
import styles from './field.module.css'
import { FieldLabel } from './field-label.tsx'
import own from './search-field.module.css'

export interface SearchFieldProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  /** For screen readers; the placeholder says it to the eye. */
  readonly label: string
  readonly placeholder?: string
  /** Shown at the right while empty, e.g. a Kbd. */
  readonly suffix?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement>
}

export function SearchField({ label, placeholder, suffix, inputRef, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} className={styles.field as string}>
      {({ isEmpty }) => (
        <>
          <FieldLabel label={label} labelHidden />
          <div className={styles.box}>
            <Search size={15} aria-hidden />
            <Input ref={inputRef ?? null} className={`${styles.input} ${own.input}`} {...(placeholder ? { placeholder } : {})} />
            {isEmpty ? (
              suffix
            ) : (
              <Button className={own.clear as string}>
                <X size={14} aria-hidden />
              </Button>
            )}
          </div>
        </>
      )}
    </AriaSearchField>
  )
}
