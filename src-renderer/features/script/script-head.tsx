import { ArrowLeftRight, Languages } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { inLanguage, progressOf } from '#shared/domain/script/run-script.ts'
import type { Script, ScriptRun } from '#shared/domain/script/script.ts'
import { languages } from '#shared/domain/text/language.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Menu } from '../../kit/menu.tsx'
import { ProgressBar } from '../../kit/progress-bar.tsx'
import { VisuallyHidden } from '../../kit/visually-hidden.tsx'
import { reasonsText } from './reasons.ts'
import styles from './script.module.css'

/** The script's name, why it was chosen, how far it has gone; and the ways out of it. */
export function ScriptHead({
  pop,
  script,
  run,
  advance,
}: {
  readonly pop: ScreenPop
  readonly script: Script
  readonly run: ScriptRun
  readonly advance: (next: ScriptRun) => void
}) {
  const { t } = useTranslation('script')
  const format = useFormat()
  const progress = progressOf(script, run)
  return (
    <header className={styles.head}>
      <div className={styles.headRow}>
        <h2 className={styles.name}>{format.local(script.name)}</h2>
        <Menu
          label={t('language')}
          placement="bottom end"
          trigger={
            <Button variant="ghost" size="s" icon={Languages}>
              <VisuallyHidden>{t('language')}: </VisuallyHidden>
              {run.language.toUpperCase()}
            </Button>
          }
          groups={[
            {
              actions: languages.map((language) => ({
                id: language,
                label: t(`languages.${language}`),
                isCurrent: language === run.language,
                onAction: () => advance(inLanguage(run, language)),
              })),
            },
          ]}
        />
        <OtherScripts pop={pop} />
      </div>
      <p className={styles.why}>{reasonsText(t, pop.scriptReasons, pop.queue && format.local(pop.queue.name))}</p>
      <ProgressBar label={t('progress', { percent: format.percent(progress) })} value={progress} />
    </header>
  )
}

export function OtherScripts({ pop }: { readonly pop: ScreenPop }) {
  const { t } = useTranslation('script')
  const format = useFormat()
  const run = useCommand()
  if (pop.otherScripts.length === 0) return null
  return (
    <Menu
      label={t('switch')}
      placement="bottom end"
      trigger={<IconButton icon={ArrowLeftRight} size="s" label={t('switch')} />}
      groups={[
        {
          actions: pop.otherScripts.map(({ scriptId, name }) => ({
            id: scriptId,
            label: format.local(name),
            onAction: () => void run('work.chooseScript', { interactionId: pop.interactionId, scriptId }),
          })),
        },
      ]}
    />
  )
}
