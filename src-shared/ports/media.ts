import type { MediaReport, MediaStepInput, MediaStepName, MediaStepOutput } from '../contract/media-steps.ts'
import type { Result } from '../domain/failure/failure.ts'
import type { MediaState } from '../domain/media/media.ts'
import type { ReadonlyCell } from '../flow/cell.ts'
import type { Unsubscribe } from '../flow/emitter.ts'

/** The media page, wherever it runs. A step fails with `media-page-missing` while there is none. */
export interface Media {
  readonly state: ReadonlyCell<MediaState>
  do<N extends MediaStepName>(step: N, input: MediaStepInput<N>): Promise<Result<MediaStepOutput<N>>>
  onReport(listener: (report: MediaReport) => void): Unsubscribe
}
