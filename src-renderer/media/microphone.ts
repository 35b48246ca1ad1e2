import { Cell, type ReadonlyCell } from '#shared/flow/cell.ts'

export type MicrophoneFailure = 'missing' | 'denied' | 'busy'

export type MicrophoneStatus =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly track: MediaStreamTrack }
  | { readonly kind: 'failed'; readonly why: MicrophoneFailure }

export interface MicrophoneUse {
  /** Resolves when the microphone is open or is known not to open; never rejects. */
  readonly ready: Promise<void>
  /** The last use that is released closes the microphone. */
  release(): void
}

type TrackListener = (track: MediaStreamTrack | undefined) => void

/** The one microphone, open while somebody uses it. Who sends it must clone the track; who measures it may not disable it. */
export class Microphone {
  readonly #status = new Cell<MicrophoneStatus>({ kind: 'closed' })
  readonly #listeners = new Set<{ onTrack: TrackListener }>()
  #deviceId: string | undefined
  #attempt = 0
  #opening: Promise<void> | undefined

  get status(): ReadonlyCell<MicrophoneStatus> {
    return this.#status
  }

  /** `onTrack` is called with the track as soon as there is one, and again when another device takes over or none is left. */
  use(onTrack: TrackListener): MicrophoneUse {
    const listener = { onTrack }
    this.#listeners.add(listener)
    const status = this.#status.get()
    if (status.kind === 'open') onTrack(status.track)
    return {
      ready: status.kind === 'open' ? Promise.resolve() : (this.#opening ?? this.#open()),
      release: () => {
        if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#close()
      },
    }
  }

  /** Undefined: the system's default. */
  choose(deviceId: string | undefined): void {
    if (deviceId === this.#deviceId) return
    this.#deviceId = deviceId
    if (this.#listeners.size > 0) void this.#open()
  }

  /** Takes the microphone for a moment: whoever is to decide about it does so before the first call. */
  async ask(): Promise<void> {
    const use = this.use(() => undefined)
    await use.ready
    use.release()
  }

  /** A device was plugged in or a permission given: what failed before may work now. */
  retry(): void {
    if (this.#status.get().kind === 'failed') void this.ask()
  }

  #open(): Promise<void> {
    const attempt = ++this.#attempt
    if (this.#status.get().kind !== 'open') this.#status.set({ kind: 'opening' })
    this.#opening = takeMicrophone(this.#deviceId).then((taken) => {
      if (attempt !== this.#attempt) {
        if (typeof taken !== 'string') taken.stop()
        return this.#opening
      }
      this.#opening = undefined
      const status = this.#status.get()
      // Another device was chosen and cannot be had: the one in use is better than none.
      if (typeof taken === 'string' && status.kind === 'open' && status.track.readyState === 'live') return undefined
      this.#become(typeof taken === 'string' ? { kind: 'failed', why: taken } : { kind: 'open', track: taken })
      return undefined
    })
    return this.#opening
  }

  #become(status: MicrophoneStatus): void {
    const before = this.#status.get()
    const track = status.kind === 'open' ? status.track : undefined
    // "ended" comes when the device is unplugged or the permission withdrawn, not when we stop the track ourselves.
    track?.addEventListener('ended', () => void this.#open())
    this.#status.set(status)
    for (const { onTrack } of [...this.#listeners]) onTrack(track)
    if (before.kind === 'open') before.track.stop()
  }

  #close(): void {
    this.#attempt++
    this.#opening = undefined
    const status = this.#status.get()
    if (status.kind === 'open') status.track.stop()
    if (status.kind !== 'failed') this.#status.set({ kind: 'closed' })
  }
}

async function takeMicrophone(deviceId: string | undefined): Promise<MediaStreamTrack | MicrophoneFailure> {
  try {
    return await takeDevice(deviceId)
  } catch (error) {
    // The chosen device is gone: any microphone is better than none.
    if (!deviceId || failureOf(error) !== 'missing') return failureOf(error)
  }
  try {
    return await takeDevice(undefined)
  } catch (error) {
    return failureOf(error)
  }
}

async function takeDevice(deviceId: string | undefined): Promise<MediaStreamTrack> {
  const audio: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  if (deviceId) audio.deviceId = { exact: deviceId }
  const stream = await navigator.mediaDevices.getUserMedia({ audio })
  const [track] = stream.getAudioTracks()
  if (!track) throw new DOMException('No audio track', 'NotFoundError')
  return track
}

/** The names of getUserMedia's errors (W3C Media Capture and Streams, 10.2). */
export function failureOf(error: unknown): MicrophoneFailure {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'missing'
}
