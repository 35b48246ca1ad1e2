import type { MediaReport, MediaStepInput, MediaStepName, MediaStepOutput } from '../../contract/media-steps.ts'
import { fail, type Result } from '../../domain/failure/failure.ts'
import type { MediaState } from '../../domain/media/media.ts'
import { Cell } from '../../flow/cell.ts'
import { Emitter } from '../../flow/emitter.ts'
import type { Media } from '../media.ts'

/** A media page that never came; it keeps what it was asked. */
export class SilentMedia implements Media {
  readonly state = new Cell<MediaState>({ alive: false, microphone: 'unknown', microphones: [], speakers: [] })
  readonly asked: { readonly step: MediaStepName; readonly input: unknown }[] = []
  readonly reports = new Emitter<MediaReport>()

  async do<N extends MediaStepName>(step: N, input: MediaStepInput<N>): Promise<Result<MediaStepOutput<N>>> {
    this.asked.push({ step, input })
    return fail('media-page-missing')
  }

  onReport(listener: (report: MediaReport) => void) {
    return this.reports.subscribe(listener)
  }
}
