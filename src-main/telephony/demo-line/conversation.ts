import { muLawLevel, muLawSilence } from './g711.ts'
import type { Phrases } from './phrases.ts'

/** RTP frames of 20 ms at 8 kHz. */
export const frameMs = 20
export const frameSamples = 160

const beforeGreetingMs = 400
/** Louder than this is speech; background noise of a headset stays well below. */
const speechLevel = 0.02
/** A cough is no turn: the operator must speak this long, and then be silent this long, to be answered. */
const turnMs = 400
const turnEndMs = 900
/** An operator who says nothing hears something after this time. */
const patienceMs = 7_000
const silence = Buffer.alloc(frameSamples, muLawSilence)

/**
 * The simulated customer's side of a talk, frame by frame: a greeting, then one phrase after each turn of the operator
 * or when nobody has spoken for some seconds. Time is counted in frames, so it needs no clock.
 */
export class Conversation {
  readonly #phrases: Phrases
  #next = 0
  #saying: Buffer | undefined
  #offset = 0
  #quietMs = 0
  #operatorMs = 0
  #operatorQuietMs = 0
  #waitMs = beforeGreetingMs

  constructor(phrases: Phrases) {
    this.#phrases = phrases
  }

  /** The next 20 ms to send: speech or silence, always `frameSamples` bytes. */
  frame(): Buffer {
    if (!this.#saying) this.#listen()
    const saying = this.#saying
    if (!saying) return silence
    const frame = saying.subarray(this.#offset, this.#offset + frameSamples)
    this.#offset += frameSamples
    if (this.#offset >= saying.length) this.#saying = undefined
    return frame.length === frameSamples ? frame : Buffer.concat([frame, silence.subarray(frame.length)])
  }

  /** µ-law audio of the operator, about one frame. */
  hear(audio: Uint8Array): void {
    const ms = (audio.length / frameSamples) * frameMs
    if (muLawLevel(audio) >= speechLevel) {
      this.#operatorMs += ms
      this.#operatorQuietMs = 0
    } else {
      this.#operatorQuietMs += ms
    }
  }

  #listen(): void {
    this.#quietMs += frameMs
    const operatorHasSpoken = this.#operatorMs >= turnMs && this.#operatorQuietMs >= turnEndMs
    if (this.#quietMs >= this.#waitMs || (this.#next > 0 && operatorHasSpoken)) this.#say()
  }

  #say(): void {
    this.#saying = this.#phrases[this.#next]
    // The greeting is said once; the others come round again.
    this.#next = this.#next + 1 < this.#phrases.length ? this.#next + 1 : Math.min(1, this.#phrases.length - 1)
    this.#offset = 0
    this.#quietMs = 0
    this.#operatorMs = 0
    this.#operatorQuietMs = 0
    this.#waitMs = patienceMs
  }
}
