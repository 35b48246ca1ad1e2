import { useMemo } from 'react'
import { renderSay } from '#shared/domain/script/render-say.ts'
import type { ScriptData } from '#shared/domain/script/script.ts'
import type { Language, LocalText } from '#shared/domain/text/language.ts'
import styles from './script.module.css'

/** The words to say; what was filled in from the call's data stands out. */
export function Said({
  text,
  data,
  language,
}: {
  readonly text: LocalText
  readonly data: ScriptData
  readonly language: Language
}) {
  const parts = useMemo(() => renderSay(text[language], data, language), [text, data, language])
  return (
    <p lang={language}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
        <bdi key={index} className={part.filled ? styles.filled : undefined}>
          {part.text}
        </bdi>
      ))}
    </p>
  )
}
