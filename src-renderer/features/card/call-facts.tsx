import { useTranslation } from 'react-i18next'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useFormat } from '../../app/format.ts'
import { SectionTitle } from '../../kit/section-title.tsx'
import styles from './card.module.css'
import { Field } from './field.tsx'

/** What came with the call itself. */
export function CallFacts({ pop }: { readonly pop: ScreenPop }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  const { dnis, fields } = pop.context
  const queue = pop.queue ? format.local(pop.queue.name) : pop.context.queue
  return (
    <section className={styles.section}>
      <SectionTitle>{t('field.call')}</SectionTitle>
      <dl className={styles.fields}>
        {queue && <CallField label={t('field.queue')} value={queue} />}
        {dnis && <CallField label={t('field.dnis')} value={dnis.display} />}
        {pop.caller.displayName && <CallField label={t('field.wireName')} value={pop.caller.displayName} />}
        {Object.entries(fields).map(([label, value]) => (
          <CallField key={label} label={label} value={value} />
        ))}
      </dl>
    </section>
  )
}

function CallField({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Field label={label}>
      <bdi className={styles.clamped} title={value}>
        {value}
      </bdi>
    </Field>
  )
}
