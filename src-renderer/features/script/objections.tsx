import { MessageCircleQuestion } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Script, ScriptData } from '#shared/domain/script/script.ts'
import type { Language } from '#shared/domain/text/language.ts'
import { SectionTitle } from '../../kit/section-title.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import { AnswerButton } from './answer-button.tsx'
import { Said } from './said.tsx'
import styles from './script.module.css'

const shownFirst = 2

/** What the customer may object at any moment. The open one shows its words in place of the list. */
export function Objections({
  objections,
  openKey,
  onOpen,
  data,
  language,
  hasKeys,
}: {
  readonly objections: Script['objections']
  readonly openKey: string | undefined
  readonly onOpen: (key: string | undefined) => void
  readonly data: ScriptData
  readonly language: Language
  readonly hasKeys: boolean
}) {
  const { t } = useTranslation('script')
  const [showAll, setShowAll] = useState(false)
  const open = objections.find((one) => one.key === openKey)
  if (objections.length === 0) return null
  if (open) {
    return (
      <section className={styles.objection} aria-label={t('objectionSay')}>
        <p className={styles.objectionTitle}>
          <MessageCircleQuestion size={15} aria-hidden />
          <span>{open.title[language]}</span>
        </p>
        <Said text={open.say} data={data} language={language} />
        <TextButton onPress={() => onOpen(undefined)}>{t('objectionClose')}</TextButton>
      </section>
    )
  }
  const shown = showAll ? objections : objections.slice(0, shownFirst)
  return (
    <section className={styles.block}>
      <SectionTitle
        action={
          objections.length > shownFirst && (
            <TextButton onPress={() => setShowAll(!showAll)}>
              {t(showAll ? 'fewer' : 'all', { count: objections.length })}
            </TextButton>
          )
        }
      >
        {t('objections')}
      </SectionTitle>
      <div className={styles.options}>
        {shown.map((one, index) => (
          <AnswerButton key={one.key} shortcut={hasKeys ? `⇧${index + 1}` : undefined} onPress={() => onOpen(one.key)}>
            {one.title[language]}
          </AnswerButton>
        ))}
      </div>
    </section>
  )
}
