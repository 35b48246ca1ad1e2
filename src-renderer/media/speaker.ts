import { insist } from './insist.ts'

interface Playing {
  readonly element: HTMLAudioElement
  readonly stream: MediaStream
  readonly stopInsisting: () => void
}

/** Plays the far sides of all sessions on the chosen device. */
export class Speaker {
  readonly #playing = new Map<string, Playing>()
  #deviceId = ''
  #volume = 1

  play(sessionId: string, track: MediaStreamTrack): void {
    this.stop(sessionId)
    const element = new Audio()
    const stream = new MediaStream([track])
    element.srcObject = stream
    this.#apply(element)
    const stopInsisting = insist(
      () => element.play(),
      () => !element.paused,
    )
    this.#playing.set(sessionId, { element, stream, stopInsisting })
  }

  stop(sessionId: string): void {
    const playing = this.#playing.get(sessionId)
    if (!playing) return
    this.#playing.delete(sessionId)
    playing.stopInsisting()
    playing.element.pause()
    playing.element.srcObject = null
  }

  /** `deviceId` undefined: the system's default. `volume`: 0-1. */
  choose(deviceId: string | undefined, volume: number): void {
    this.#deviceId = deviceId ?? ''
    this.#volume = volume
    for (const { element } of this.#playing.values()) this.#apply(element)
  }

  /** What is heard now, for the meter. */
  streams(): MediaStream[] {
    return [...this.#playing.values()].map(({ stream }) => stream)
  }

  #apply(element: HTMLAudioElement): void {
    element.volume = this.#volume
    // A device that is gone leaves the sound where it is: better on another speaker than nowhere.
    if (element.sinkId !== this.#deviceId) element.setSinkId(this.#deviceId).catch(() => undefined)
  }
}
