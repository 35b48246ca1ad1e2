import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { callbackTimes } from './callback-times.ts'
import { type FollowUpDraft, type FollowUpKind, followUpCommand, startFollowUp } from './follow-up.ts'

export interface FollowUps {
  readonly draft: FollowUpDraft | undefined
  readonly openedAtMs: number
  /** In words, latest last. */
  readonly created: readonly string[]
  readonly isSaving: boolean
  readonly error: string | undefined
  /** The operator wants one. */
  readonly open: (kind: FollowUpKind) => void
  /** The chosen outcome brings one, or none: what the operator has opened or written stays. */
  readonly suggest: (kind: FollowUpKind | 'none') => void
  readonly close: () => void
  readonly change: (draft: FollowUpDraft) => void
  /** Creates what is written; true when nothing was left to create or it was created. */
  readonly create: () => Promise<boolean>
}

interface Form {
  readonly draft: FollowUpDraft
  readonly openedAtMs: number
  readonly isTouched: boolean
}

/** Cases, callbacks and tasks that come out of a call: one form at a time. `atFirst`: what the suggested outcome brings. */
export function useFollowUps(pop: ScreenPop, atFirst: FollowUpKind | 'none'): FollowUps {
  const { t } = useTranslation('wrap-up')
  const bridge = useBridge()
  const format = useFormat()
  const failureText = useFailureText()
  const { interactionId, caller, card } = pop
  const name = card?.customer.name
  const number = caller.number?.display ?? ''
  const start = (kind: FollowUpKind, isTouched: boolean): Form => {
    const nowMs = Date.now()
    const title = name ? t('follow.callbackDefault', { name }) : t('follow.callbackDefaultPlain')
    const callbackAtMs = callbackTimes(nowMs)[0]?.atMs
    return { draft: startFollowUp(kind, { title: title.slice(0, 200), number, callbackAtMs }), openedAtMs: nowMs, isTouched }
  }
  const [form, setForm] = useState(() => (atFirst === 'none' ? undefined : start(atFirst, false)))
  const draft = form?.draft
  const [created, setCreated] = useState<readonly string[]>([])
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<string>()
  const show = (next: Form | undefined) => {
    setError(undefined)
    setForm(next)
  }
  const suggest = (kind: FollowUpKind | 'none') => {
    if (!form?.isTouched) show(kind === 'none' ? undefined : start(kind, false))
  }

  const wordsOf = (made: FollowUpDraft, value: object) => {
    if (made.kind === 'case') return t('follow.created.case', { number: 'number' in value ? value.number : '' })
    if (made.kind === 'task' || made.dueAtMs === undefined) return t('follow.created.task', { title: made.title.trim() })
    return t('follow.created.callback', { when: format.dateTime(made.dueAtMs) })
  }
  const create = async () => {
    if (!draft) return true
    const command = followUpCommand(draft, { interactionId, customerId: card?.customer.customerId })
    if (!command) {
      // A form that was opened and left empty is no wish.
      if (!draft.title.trim()) return true
      setError(t('follow.needCustomer'))
      return false
    }
    setSaving(true)
    const result =
      command.name === 'cases.create'
        ? await bridge.call('cases.create', command.input)
        : await bridge.call('tasks.create', command.input)
    setSaving(false)
    if (!result.ok) {
      setError(failureText(result.failure).what)
      return false
    }
    setCreated((before) => [...before, wordsOf(draft, result.value)])
    setForm(undefined)
    return true
  }
  return {
    draft,
    openedAtMs: form?.openedAtMs ?? 0,
    created,
    isSaving,
    error,
    open: (kind) => show(start(kind, true)),
    suggest,
    close: () => show(undefined),
    change: (changed) => setForm((before) => before && { ...before, draft: changed, isTouched: true }),
    create,
  }
}
