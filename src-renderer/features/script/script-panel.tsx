import { ArrowLeft, BookOpenText, CircleCheckBig, Lightbulb } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InteractionId } from '#shared/domain/ids.ts'
import { answerOption, blockAt, goBack, goNext, presentStep } from '#shared/domain/script/run-script.ts'
import type { Script } from '#shared/domain/script/script.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { useAppState } from '../../app/state.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { NoteBox } from './note-box.tsx'
import { Objections } from './objections.tsx'
import { Said } from './said.tsx'
import styles from './script.module.css'
import { OtherScripts, ScriptHead } from './script-head.tsx'
import { readScriptKey } from './script-keys.ts'
import { StepAnswers } from './step-answers.tsx'
import { usePageKeys } from './use-page-keys.ts'
import { useScriptRun } from './use-script-run.ts'

/** What to say in this call, step by step, and the note. */
export function ScriptPanel({ interactionId }: { readonly interactionId: InteractionId }) {
  const { t } = useTranslation('script')
  const pop = useAppState((state) => state.pops[interactionId])
  if (!pop) return null
  return (
    <section className={styles.panel} aria-label={t('panel')}>
      {pop.script ? (
        <Conversation key={`${interactionId} ${pop.script.scriptId}`} pop={pop} script={pop.script} />
      ) : (
        <div className={styles.scroll}>
          <EmptyState icon={BookOpenText} title={t('none')} text={t('noneHint')} action={<OtherScripts pop={pop} />} />
        </div>
      )}
      <NoteBox key={interactionId} interactionId={interactionId} noteAtFirst={pop.note} />
    </section>
  )
}

function Conversation({ pop, script }: { readonly pop: ScreenPop; readonly script: Script }) {
  const { t } = useTranslation('script')
  const format = useFormat()
  const failureText = useFailureText()
  const { run, advance, failure } = useScriptRun(pop, script, format.language)
  const [blockedAt, setBlockedAt] = useState<string>()
  const [objection, setObjection] = useState<string>()
  const step = presentStep(script, run)
  // While several customers are offered, the digits are theirs.
  const hasKeys = pop.match.kind !== 'several'

  const next = () => {
    if (!step || run.finished) return
    if (blockAt(script, run)) setBlockedAt(step.stepId)
    else advance(goNext(script, run))
  }
  const back = () => advance(goBack(script, run))
  useShortcut('scriptNext', next)
  useShortcut('scriptBack', back)
  usePageKeys((event) => {
    const key = readScriptKey(event)
    if (key?.kind === 'next') next()
    else if (key?.kind === 'objection') setObjection(script.objections[key.index]?.key)
    else if (key?.kind === 'option' && step?.kind === 'choice') {
      const option = step.options[key.index]
      if (option) advance(answerOption(script, run, option.key))
    } else return false
    return true
  }, hasKeys)

  if (!step) return <div className={styles.scroll} />
  const suggested = step.kind === 'end' && pop.dispositions.find((one) => one.dispositionId === step.suggestDisposition)
  return (
    <>
      <ScriptHead pop={pop} script={script} run={run} advance={advance} />
      <div className={styles.scroll}>
        {failure && (
          <Banner tone="bad" inset>
            {t('unsaved', { reason: failureText(failure).what })}
          </Banner>
        )}
        <h3 className={styles.stepTitle}>{step.title[run.language]}</h3>
        <div className={styles.say} aria-live="polite">
          <Said text={step.say} data={pop.scriptData} language={run.language} />
        </div>
        {step.hint && (
          <p className={styles.hint}>
            <Lightbulb size={14} aria-hidden />
            <span>{step.hint[run.language]}</span>
          </p>
        )}
        <StepAnswers
          step={step}
          script={script}
          run={run}
          advance={advance}
          hasKeys={hasKeys}
          showBlock={blockedAt === step.stepId}
        />
        {run.finished && (
          <p className={styles.finished}>
            <CircleCheckBig size={15} aria-hidden />
            <span>
              {t('finished')}
              {suggested && `. ${t('suggest', { disposition: format.local(suggested.label) })}`}
            </span>
          </p>
        )}
        <Objections
          objections={script.objections}
          openKey={objection}
          onOpen={setObjection}
          data={pop.scriptData}
          language={run.language}
          hasKeys={hasKeys}
        />
      </div>
      <div className={styles.foot}>
        <Button variant="ghost" icon={ArrowLeft} isDisabled={run.path.length < 2 && !run.finished} onPress={back}>
          {t('back')}
        </Button>
        {!run.finished && (
          <Button variant="primary" {...(hasKeys ? { shortcut: 'Enter' } : {})} onPress={next}>
            {t('next')}
          </Button>
        )}
      </div>
    </>
  )
}
