import type { AudioLevels } from '#shared/domain/media/media.ts'
import { insist } from './insist.ts'
import type { Microphone, MicrophoneUse } from './microphone.ts'
import type { Speaker } from './speaker.ts'

const reportMs = 100
/** The analyser's buffer must hold 100 ms at any sample rate up to 96 kHz (a power of two). */
const analyserSize = 16_384

/** Measures the microphone and what is played, ten times a second while it is on; holds the microphone open for it. */
export class Meter {
  readonly #microphone: Microphone
  readonly #speaker: Speaker
  readonly #report: (levels: AudioLevels) => void
  #running: { readonly stop: () => void } | undefined

  constructor(microphone: Microphone, speaker: Speaker, report: (levels: AudioLevels) => void) {
    this.#microphone = microphone
    this.#speaker = speaker
    this.#report = report
  }

  turn(on: boolean): void {
    if (on && !this.#running) this.#running = this.#start()
    if (!on) this.dispose()
  }

  dispose(): void {
    this.#running?.stop()
    this.#running = undefined
  }

  #start(): { stop: () => void } {
    const context = new AudioContext()
    const stopInsisting = insist(
      () => context.resume(),
      () => context.state === 'running',
    )
    const microphone = new LevelTap(context)
    const speaker = new LevelTap(context)
    const use: MicrophoneUse = this.#microphone.use((track) => microphone.listen(track ? [new MediaStream([track])] : []))
    const timer = setInterval(() => {
      speaker.listen(this.#speaker.streams())
      this.#report({ microphone: microphone.level(), speaker: speaker.level() })
    }, reportMs)
    return {
      stop: () => {
        clearInterval(timer)
        stopInsisting()
        use.release()
        void context.close()
      },
    }
  }
}

/** The joint level of some streams. */
class LevelTap {
  readonly #context: AudioContext
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>
  readonly #sources = new Map<MediaStream, MediaStreamAudioSourceNode>()

  constructor(context: AudioContext) {
    this.#context = context
    this.#analyser = new AnalyserNode(context, { fftSize: analyserSize })
    this.#samples = new Float32Array(analyserSize)
  }

  listen(streams: readonly MediaStream[]): void {
    for (const [stream, source] of this.#sources) {
      if (streams.includes(stream)) continue
      source.disconnect()
      this.#sources.delete(stream)
    }
    for (const stream of streams) {
      if (this.#sources.has(stream)) continue
      const source = this.#context.createMediaStreamSource(stream)
      source.connect(this.#analyser)
      this.#sources.set(stream, source)
    }
  }

  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    const count = Math.round((this.#context.sampleRate * reportMs) / 1000)
    return rootMeanSquare(this.#samples.subarray(-count))
  }
}

/** 0-1. */
export function rootMeanSquare(samples: Float32Array): number {
  if (samples.length === 0) return 0
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.min(1, Math.sqrt(sum / samples.length))
}
