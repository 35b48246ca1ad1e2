import type { MediaStepInput } from '#shared/contract/media-steps.ts'
import type { MediaDevices } from '#shared/domain/media/media.ts'
import { insist } from './insist.ts'
import { type SoundName, soundWave } from './sound-waves.ts'

/** Off is silent within 50 ms: a short fade that does not click, then the context is closed. */
const fadeSeconds = 0.015
const closeAfterMs = 40
/** Enough for a bell's overtones; the context resamples. */
const waveHertz = 24_000

declare global {
  /** Chromium has these; TypeScript's library does not know them yet. */
  interface AudioContext {
    readonly sinkId: string
    setSinkId(deviceId: string): Promise<void>
  }
}

interface Playing {
  readonly sound: SoundName
  readonly context: AudioContext
  readonly gain: GainNode
  readonly stopInsisting: () => void
}

/**
 * The sounds of ringing. The bell and the knock go to the ringer; ringback and busy are part of a call that the
 * operator makes, and go where its voice will come from.
 */
export class RingSounds {
  #playing: Playing | undefined
  #devices: MediaDevices = { ringerVolume: 1, speakerVolume: 1 }
  readonly #waves = new Map<SoundName, Float32Array<ArrayBuffer>>()

  /** The bell takes tens of milliseconds to make: not while a card waits to be drawn in the same process. */
  constructor() {
    this.#waveOf('ring')
  }

  play(sound: MediaStepInput<'ring'>['sound']): void {
    if (sound === this.#playing?.sound) return
    this.#stop()
    if (sound !== 'off') this.#start(sound)
  }

  choose(devices: MediaDevices): void {
    this.#devices = devices
    if (this.#playing) this.#apply(this.#playing)
  }

  dispose(): void {
    this.#stop()
  }

  #start(sound: SoundName): void {
    const context = new AudioContext()
    const wave = this.#waveOf(sound)
    const buffer = context.createBuffer(1, wave.length, waveHertz)
    buffer.copyToChannel(wave, 0)
    const source = new AudioBufferSourceNode(context, { buffer, loop: true })
    const gain = context.createGain()
    source.connect(gain).connect(context.destination)
    source.start()
    const stopInsisting = insist(
      () => context.resume(),
      () => context.state === 'running',
    )
    this.#playing = { sound, context, gain, stopInsisting }
    this.#apply(this.#playing)
  }

  #waveOf(sound: SoundName): Float32Array<ArrayBuffer> {
    const wave = this.#waves.get(sound) ?? soundWave(sound, waveHertz)
    this.#waves.set(sound, wave)
    return wave
  }

  #apply({ sound, context, gain }: Playing): void {
    const atRinger = sound === 'ring' || sound === 'knock'
    const deviceId = (atRinger ? this.#devices.ringerId : this.#devices.speakerId) ?? ''
    gain.gain.value = atRinger ? this.#devices.ringerVolume : this.#devices.speakerVolume
    // A device that is gone must not silence the ring: it stays on the default.
    if (context.sinkId !== deviceId) context.setSinkId(deviceId).catch(() => undefined)
  }

  #stop(): void {
    const playing = this.#playing
    if (!playing) return
    this.#playing = undefined
    const { context, gain, stopInsisting } = playing
    stopInsisting()
    gain.gain.setTargetAtTime(0, context.currentTime, fadeSeconds / 3)
    setTimeout(() => void context.close(), closeAfterMs)
  }
}
