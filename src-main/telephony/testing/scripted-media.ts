import type { MediaReport, MediaStepInput, MediaStepName, MediaStepOutput } from '#shared/contract/media-steps.ts'
import { fail, type FailureKind, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { MediaState } from '#shared/domain/media/media.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { Media } from '#shared/ports/media.ts'
import { sdp } from './sip-text.ts'

/** A media page that answers by the script: every step works unless told otherwise. */
export class ScriptedMedia implements Media {
  readonly state = new Cell<MediaState>({ alive: true, microphone: 'ready', microphones: [], speakers: [] })
  readonly steps: { readonly name: MediaStepName; readonly input: Record<string, unknown> }[] = []
  readonly #failing = new Map<MediaStepName, FailureKind>()
  readonly #gates = new Map<MediaStepName, Promise<void>>()
  #version = 1

  fail(step: MediaStepName, kind: FailureKind): void {
    this.#failing.set(step, kind)
  }

  mend(step: MediaStepName): void {
    this.#failing.delete(step)
  }

  /** The step waits until the returned function is called. */
  stall(step: MediaStepName): () => void {
    const gate = Promise.withResolvers<void>()
    this.#gates.set(step, gate.promise)
    return () => {
      this.#gates.delete(step)
      gate.resolve()
    }
  }

  setAlive(alive: boolean): void {
    this.state.update((state) => ({ ...state, alive }))
  }

  names(): MediaStepName[] {
    return this.steps.map(({ name }) => name)
  }

  async do<N extends MediaStepName>(name: N, input: MediaStepInput<N>): Promise<Result<MediaStepOutput<N>>> {
    this.steps.push({ name, input: input as Record<string, unknown> })
    await this.#gates.get(name)
    const kind = this.#failing.get(name)
    if (kind) return fail(kind)
    if (name !== 'local') return ok() as Result<MediaStepOutput<N>>
    const { hold } = input as MediaStepInput<'local'>
    return ok({ sdp: sdp(hold ? 'sendonly' : 'sendrecv', ++this.#version) }) as Result<MediaStepOutput<N>>
  }

  onReport(_listener: (report: MediaReport) => void): Unsubscribe {
    return () => {}
  }
}
