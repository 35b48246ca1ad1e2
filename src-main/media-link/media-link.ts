import {
  type MediaReport,
  type MediaStepInput,
  type MediaStepName,
  type MediaStepOutput,
  mediaReport,
  mediaSteps,
} from '#shared/contract/media-steps.ts'
import { fromPage, type PageWire } from '#shared/contract/wire.ts'
import { type Failure, fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { MediaState } from '#shared/domain/media/media.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'

const stepTimeoutMs = 5_000
/** The first `open` may wait for a person at the browser's permission prompt. */
const openTimeoutMs = 15_000
/** What stays in force until it is asked otherwise; a page that replaces another is told again. */
const standingSteps: readonly MediaStepName[] = ['devices', 'meter', 'ring']

type Settle = (result: Result<unknown>) => void

interface AttachedPage {
  readonly wire: PageWire
  readonly pending: Map<number, Settle>
}

export interface MediaLink extends Media {
  /** Takes over a page that said hello as `media`; a former page is closed. */
  attach(wire: PageWire): void
  dispose(): void
}

/** Port Media over the wire of the media page that is attached at the time. */
export function createMediaLink({ log, clock }: { readonly log: Log; readonly clock: Clock }): MediaLink {
  const state = new Cell<MediaState>({ alive: false, microphone: 'unknown', microphones: [], speakers: [] })
  const reports = new Emitter<MediaReport>((error) => log.error('A listener of media reports threw', { error }))
  const standing = new Map<MediaStepName, unknown>()
  let page: AttachedPage | undefined
  let lastId = 0

  function ask(to: AttachedPage, step: MediaStepName, input: unknown): Promise<Result<unknown>> {
    return new Promise((resolve) => {
      const id = ++lastId
      const cancelTimeout = clock.after(step === 'open' ? openTimeoutMs : stepTimeoutMs, () => {
        log.warn('The media page did not answer in time', { step })
        settle(fail('media-failed', { step, reason: 'timeout' }))
      })
      const settle: Settle = (result) => {
        if (!to.pending.delete(id)) return
        cancelTimeout()
        resolve(result)
      }
      to.pending.set(id, settle)
      to.wire.send({ t: 'ask', id, step, input })
    })
  }

  function hear(from: AttachedPage, raw: unknown): void {
    if (from !== page) return
    const message = fromPage.safeParse(raw)
    if (!message.success) return log.warn('The media page sent what is no message')
    switch (message.data.t) {
      case 'answer':
        return from.pending.get(message.data.id)?.(ok(message.data.output))
      case 'answer-failed':
        return from.pending.get(message.data.id)?.({ ok: false, failure: message.data.failure })
      case 'report':
        return hearReport(message.data.report)
      default:
        return log.warn('The media page sent what only an interface page may send', { t: message.data.t })
    }
  }

  function hearReport(raw: unknown): void {
    const report = mediaReport.safeParse(raw)
    if (!report.success) return log.warn('The media page sent a malformed report')
    if (report.data.kind === 'devices') {
      const { microphone, microphones, speakers } = report.data
      state.update(({ alive }) => ({ alive, microphone, microphones, speakers }))
    }
    reports.emit(report.data)
  }

  function detach(gone: AttachedPage, why: string): void {
    if (gone !== page) return
    page = undefined
    state.update((before) => ({ ...before, alive: false }))
    for (const settle of [...gone.pending.values()]) settle(fail('media-failed', { reason: why }))
  }

  return {
    state,
    onReport: (listener) => reports.subscribe(listener),

    async do<N extends MediaStepName>(step: N, input: MediaStepInput<N>): Promise<Result<MediaStepOutput<N>>> {
      if (standingSteps.includes(step)) standing.set(step, input)
      if (!page) return fail('media-page-missing')
      const result = await ask(page, step, input)
      if (!result.ok) return result
      const output = mediaSteps[step].output.safeParse(result.value)
      if (!output.success) {
        log.warn('The media page gave a malformed answer', { step })
        return fail('media-failed', { step, reason: 'malformed answer' })
      }
      return ok(output.data as MediaStepOutput<N>)
    },

    attach(wire) {
      const former = page
      if (former) {
        detach(former, 'replaced')
        former.wire.close()
      }
      const attached: AttachedPage = { wire, pending: new Map() }
      page = attached
      wire.onMessage((raw) => hear(attached, raw))
      wire.onClose(() => detach(attached, 'page closed'))
      for (const [step, input] of standing) void ask(attached, step, input).then(logFailure(log, step))
      state.update((before) => ({ ...before, alive: true }))
    },

    dispose() {
      const last = page
      if (!last) return
      detach(last, 'shut down')
      last.wire.close()
    },
  }
}

function logFailure(log: Log, step: MediaStepName): (result: { readonly ok: boolean; readonly failure?: Failure }) => void {
  return ({ ok: done, failure }) => {
    if (!done) log.warn('The media page refused what was in force', { step, ...failure })
  }
}
