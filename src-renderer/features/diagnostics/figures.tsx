import { Check, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../app/format.ts'
import { classNames } from '../../kit/class-names.ts'
import styles from './diagnostics.module.css'

export interface Figure {
  readonly name: string
  readonly ms: number
  /** Above this the figure is marked. */
  readonly goalMs?: number
}

/** A few large numbers; whether each keeps its goal is said by a sign as well as by colour. */
export function Figures({ figures, count }: { readonly figures: readonly Figure[]; readonly count: number }) {
  const { t } = useTranslation('diagnostics')
  const format = useFormat()
  return (
    <>
      <dl className={styles.figures}>
        {figures.map(({ name, ms, goalMs }) => {
          const kept = goalMs === undefined || ms <= goalMs
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={classNames(styles.figure, goalMs !== undefined && count > 0 && (kept ? styles.kept : styles.over))}>
                {count === 0 ? '—' : format.milliseconds(ms)}
                {count > 0 &&
                  goalMs !== undefined &&
                  (kept ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />)}
              </dd>
              {goalMs !== undefined && (
                <dd className={styles.goal}>
                  {t('goal')} ≤ {format.milliseconds(goalMs)}
                </dd>
              )}
            </div>
          )
        })}
      </dl>
      <p className={styles.goal}>{t('count', { formatted: format.number(count) })}</p>
    </>
  )
}
