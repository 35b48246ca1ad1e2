import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { restoreRun, startRun } from '#shared/domain/script/run-script.ts'
import type { Script, ScriptRun } from '#shared/domain/script/script.ts'
import { type Language, languages } from '#shared/domain/text/language.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useBridge } from '../../app/bridge.ts'
import { draftRun, useDrafts } from './drafts.ts'

export interface RunningScript {
  readonly run: ScriptRun
  /** Shows the new run at once and saves it. The same run changes nothing. */
  readonly advance: (next: ScriptRun) => void
  readonly failure: Failure | undefined
}

/** The run of a call's script: this page's own when it has one, else as it was saved, else a fresh start. */
export function useScriptRun(pop: ScreenPop, script: Script, interfaceLanguage: Language): RunningScript {
  const bridge = useBridge()
  const { interactionId } = pop
  const draft = useDrafts((drafts) => drafts.runs[interactionId])
  const [failure, setFailure] = useState<Failure>()
  const run = useMemo(() => {
    const known = draft ?? pop.scriptRun
    const language = known?.language ?? talkLanguage(pop, interfaceLanguage)
    return known?.scriptId === script.scriptId ? restoreRun(script, known) : startRun(script, language)
  }, [draft, pop, script, interfaceLanguage])
  const advance = useCallback(
    (next: ScriptRun) => {
      draftRun(interactionId, next)
      void bridge.call('work.saveScriptRun', { interactionId, run: next }).then((result) => {
        setFailure(result.ok ? undefined : result.failure)
      })
    },
    [bridge, interactionId],
  )
  // Another script was chosen here: the first picture of its run is kept as well.
  useEffect(() => {
    if (draft && draft.scriptId !== script.scriptId) advance(run)
  }, [draft, script.scriptId, run, advance])
  return { run, advance, failure }
}

/** The customer's language where scripts have it, else the queue's, else the interface's. */
export function talkLanguage(pop: Pick<ScreenPop, 'card' | 'queue'>, interfaceLanguage: Language): Language {
  return [pop.card?.customer.language, pop.queue?.language].find(isScripted) ?? interfaceLanguage
}

function isScripted(language: string | undefined): language is Language {
  return (languages as readonly (string | undefined)[]).includes(language)
}
