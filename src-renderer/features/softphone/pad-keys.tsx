import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import styles from './pad.module.css'

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const

/** The twelve keys of a telephone. */
export function PadKeys({ onKey, autoFocus }: { readonly onKey: (key: string) => void; readonly autoFocus?: boolean }) {
  const { t } = useTranslation('softphone')
  return (
    <div className={styles.keys}>
      {keys.map(([key, letters], index) => (
        <Button
          key={key}
          className={styles.key as string}
          aria-label={t('tone', { tone: key })}
          autoFocus={autoFocus === true && index === 0}
          onPress={() => onKey(key)}
        >
          <span>{key}</span>
          <small>{letters}</small>
        </Button>
      ))}
    </div>
  )
}
