import { CalendarClock, CircleCheck, FolderPlus, ListPlus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Disposition } from '#shared/domain/disposition/disposition.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { DispositionId, InteractionId } from '#shared/domain/ids.ts'
import type { OperatorState } from '#shared/domain/operator/operator.ts'
import { presentStep, restoreRun } from '#shared/domain/script/run-script.ts'
import type { ScriptRun } from '#shared/domain/script/script.ts'
import type { ScreenPop, WorkItem } from '#shared/domain/work/screen-pop.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { RunningTime } from '../../app/running-time.tsx'
import { shortcutText, useShortcut } from '../../app/shortcuts.ts'
import { useAppState } from '../../app/state.ts'
import { useRights } from '../../app/use-rights.ts'
import { Badge } from '../../kit/badge.tsx'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import { clockText } from '../../kit/timer-text.tsx'
import { dropDrafts, NoteBox, useDrafts, usePageKeys } from '../script/index.ts'
import { DispositionPicker } from './disposition-picker.tsx'
import { type Choice, dispositionTree, pathTo, pressShortcut } from './disposition-tree.ts'
import { FollowUpForm } from './follow-up-form.tsx'
import { useFollowUps } from './use-follow-ups.ts'
import styles from './wrap-up.module.css'

/** What became of the call: outcome, note, follow-ups. `onDone` when it is finished and stored. */
export function WrapUpPanel({ interactionId, onDone }: { readonly interactionId: InteractionId; readonly onDone?: () => void }) {
  const pop = useAppState((state) => state.pops[interactionId])
  const item = useAppState((state) => state.work.find((one) => one.interactionId === interactionId))
  if (!pop) return null
  return <WrapUp key={interactionId} pop={pop} item={item} onDone={onDone ?? ignore} />
}

function WrapUp({
  pop,
  item,
  onDone,
}: {
  readonly pop: ScreenPop
  readonly item: WorkItem | undefined
  readonly onDone: () => void
}) {
  const { t } = useTranslation('wrap-up')
  const bridge = useBridge()
  const failureText = useFailureText()
  const { interactionId, dispositions } = pop
  const drafts = useDrafts()
  const note = drafts.notes[interactionId]?.text ?? pop.note
  const suggestedId = suggestedBy(pop, drafts.runs[interactionId])
  const tree = useMemo(() => dispositionTree(dispositions), [dispositions])
  const mayChange = useRights().changes('interactions', 'dispositionId')
  const [choice, setChoice] = useState<Choice>(() => choiceOf(tree, pop.dispositionId ?? (mayChange ? suggestedId : undefined)))
  const [failure, setFailure] = useState<Failure>()
  const [isFinishing, setFinishing] = useState(false)
  // Without an outcome this queue's call could not be put away at all.
  const isAsked = mayChange || pop.queue?.dispositionRequired === true
  const chosen = dispositions.find((one) => one.dispositionId === choice.leafId)
  const followUps = useFollowUps(pop, mayChange ? (chosen?.followUp ?? 'none') : 'none')
  const chosenReady = useAppState((state) => returnsReady(state.operator))

  const choose = (next: Choice) => {
    if (!isAsked) return
    setChoice(next)
    const leaf = dispositions.find((one) => one.dispositionId === next.leafId)
    if (leaf && mayChange && next.leafId !== choice.leafId) followUps.suggest(leaf.followUp)
  }
  const finish = async (thenReady: boolean) => {
    if (isFinishing) return
    setFinishing(true)
    setFailure(undefined)
    const isCreated = await followUps.create()
    if (!isCreated) return setFinishing(false)
    const result = await bridge.call('work.finish', {
      interactionId,
      note,
      ...(choice.leafId ? { dispositionId: choice.leafId } : {}),
      thenReady,
    })
    setFinishing(false)
    if (!result.ok) return setFailure(result.failure)
    dropDrafts(interactionId)
    onDone()
  }
  useEffect(() => {
    // The tab or the view's button that was clicked last must not take the Enter that finishes.
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.closest('nav')) activeElement.blur()
  }, [])
  useShortcut('finish', () => void finish(chosenReady))
  usePageKeys((event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false
    if (event.key === 'Enter') void finish(chosenReady)
    else if (event.key === 'Backspace' || event.code === 'Digit0') choose(up(tree, choice))
    else {
      const next = pressShortcut(tree, choice, keyOf(event))
      // Tab, Space and the like are not ours.
      if (next === choice) return false
      choose(next)
    }
    return true
  })

  const noteMissing = failure?.kind === 'note-required' || (chosen?.noteRequired && !note.trim())
  return (
    <section className={styles.panel} aria-label={t('title')}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('title')}</h2>
        <Timer item={item} />
      </header>
      <div className={styles.scroll}>
        {failure && failure.kind !== 'note-required' && (
          <Banner tone="bad" inset title={failureText(failure).what}>
            {failureText(failure).todo}
          </Banner>
        )}
        {!mayChange && (
          <Banner inset title={failureText({ kind: 'no-right' }).what}>
            {failureText({ kind: 'no-right' }).todo}
          </Banner>
        )}
        {isAsked && (
          <SectionTitle
            action={
              <Badge tone={pop.queue?.dispositionRequired ? 'warn' : 'neutral'}>
                {t(pop.queue?.dispositionRequired ? 'required' : 'optional')}
              </Badge>
            }
          >
            {t('disposition')}
          </SectionTitle>
        )}
        {!isAsked ? null : tree.length === 0 ? (
          <p className={styles.nothing}>{t('none')}</p>
        ) : (
          <DispositionPicker
            tree={tree}
            choice={choice}
            suggestedId={suggestedId}
            onChange={choose}
            onFinish={() => void finish(chosenReady)}
          />
        )}
        {mayChange && <FollowUpList followUps={followUps} />}
      </div>
      <NoteBox interactionId={interactionId} noteAtFirst={pop.note} error={noteMissing ? t('noteRequired') : undefined} />
      <Chosen chosen={chosen} />
      <div className={styles.foot}>
        <Button variant="primary" shortcut="Enter" isPending={isFinishing} onPress={() => void finish(chosenReady)}>
          {t(chosenReady ? 'finishReady' : 'finishNotReady')}
        </Button>
        <Button variant="ghost" isDisabled={isFinishing} onPress={() => void finish(!chosenReady)}>
          {t(chosenReady ? 'finishNotReady' : 'finishReady')}
        </Button>
      </div>
      <p className={styles.keys}>{t('hint', { chord: shortcutText('finish') })}</p>
    </section>
  )
}

const ignore = () => undefined

/** What the operator has asked to come after this work. */
function returnsReady(operator: OperatorState | undefined): boolean {
  if (!operator) return true
  return operator.kind === 'in-call' || operator.kind === 'wrap-up' ? operator.after.kind === 'ready' : operator.kind === 'ready'
}

/** The key's letter as it is printed on the keycap's digit, whatever the layout; else the letter that it types. */
function keyOf(event: KeyboardEvent): string {
  return /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key
}

function up(tree: Parameters<typeof pathTo>[0], choice: Choice): Choice {
  const parent = pathTo(tree, choice.openId).at(-2)?.disposition.dispositionId
  return { ...(parent ? { openId: parent } : {}), ...(choice.leafId ? { leafId: choice.leafId } : {}) }
}

function choiceOf(tree: Parameters<typeof pathTo>[0], leafId: DispositionId | undefined): Choice {
  const path = pathTo(tree, leafId)
  const leaf = path.at(-1)
  if (!leaf || leaf.children.length > 0) return {}
  const group = path.at(-2)?.disposition.dispositionId
  return { leafId: leaf.disposition.dispositionId, ...(group ? { openId: group } : {}) }
}

function suggestedBy(pop: ScreenPop, draft: ScriptRun | undefined): DispositionId | undefined {
  const run = draft ?? pop.scriptRun
  if (!pop.script || run?.scriptId !== pop.script.scriptId) return undefined
  const step = presentStep(pop.script, restoreRun(pop.script, run))
  const suggested = step?.kind === 'end' ? step.suggestDisposition : undefined
  return pop.dispositions.find((one) => one.dispositionId === suggested)?.dispositionId
}

function Timer({ item }: { readonly item: WorkItem | undefined }) {
  const { t } = useTranslation('wrap-up')
  if (item?.wrapUpSinceMs === undefined) return null
  const limitMs = (item.acwLimitSeconds ?? 0) * 1_000
  return (
    <p className={styles.timer}>
      {t('timer')} <RunningTime sinceMs={item.wrapUpSinceMs} limitMs={limitMs > 0 ? limitMs : undefined} />
      {limitMs > 0 && <span className={styles.limit}> {t('timerLimit', { limit: clockText(limitMs) })}</span>}
    </p>
  )
}

function Chosen({ chosen }: { readonly chosen: Disposition | undefined }) {
  const { i18n } = useTranslation()
  if (!chosen) return null
  return (
    <p className={styles.chosenLine} role="status">
      <CircleCheck size={15} aria-hidden /> {chosen.label[i18n.language as keyof Disposition['label']]}
    </p>
  )
}

const followUpIcons = { case: FolderPlus, callback: CalendarClock, task: ListPlus }

function FollowUpList({ followUps }: { readonly followUps: ReturnType<typeof useFollowUps> }) {
  const { t } = useTranslation('wrap-up')
  const { draft, created, openedAtMs, isSaving, error, open, close, change, create } = followUps
  return (
    <section className={styles.block}>
      <SectionTitle>{t('followUps')}</SectionTitle>
      <ul className={styles.created}>
        {created.map((words) => (
          <li key={words}>
            <CircleCheck size={14} aria-hidden /> {words}
          </li>
        ))}
      </ul>
      {draft ? (
        <FollowUpForm
          draft={draft}
          nowMs={openedAtMs}
          isSaving={isSaving}
          error={error}
          onChange={change}
          onCreate={() => void create()}
          onCancel={close}
        />
      ) : (
        <div className={styles.followButtons}>
          {(['callback', 'case', 'task'] as const).map((kind) => (
            <Button key={kind} size="s" icon={followUpIcons[kind]} onPress={() => open(kind)}>
              {t(`follow.${kind}`)}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}
