import { describe, expect, it } from 'vitest'
import { Conversation, frameSamples } from './conversation.ts'
import { encodeMuLaw, muLawLevel, muLawSilence } from './g711.ts'

/** A phrase of constant loudness, recognised by its byte. */
const phrase = (byte: number, frames: number) => Buffer.alloc(frames * frameSamples - 40, byte)
const speech = Buffer.from(Array.from({ length: frameSamples }, (_, index) => encodeMuLaw(8000 * Math.sin(index))))
const quiet = Buffer.alloc(frameSamples, muLawSilence)
const phrases = [phrase(0x10, 5), phrase(0x11, 5), phrase(0x12, 5)]

/** The bytes said in `ms`, one for each run; `said` feeds what the operator says at the same time. */
function run(conversation: Conversation, ms: number, said: Buffer = quiet): number[] {
  const heard: number[] = []
  for (let at = 0; at < ms; at += 20) {
    const frame = conversation.frame()
    expect(frame).toHaveLength(frameSamples)
    const byte = frame[0] ?? 0
    if (muLawLevel(frame) > 0 && heard.at(-1) !== byte) heard.push(byte)
    conversation.hear(said)
  }
  return heard
}

describe('conversation', () => {
  it('greets soon after the answer', () => {
    const conversation = new Conversation(phrases)
    expect(run(conversation, 380)).toEqual([])
    expect(run(conversation, 200)).toEqual([0x10])
  })

  it('answers when the operator has spoken and paused', () => {
    const conversation = new Conversation(phrases)
    run(conversation, 600)
    expect(run(conversation, 1000, speech)).toEqual([])
    expect(run(conversation, 800)).toEqual([])
    expect(run(conversation, 300)).toEqual([0x11])
  })

  it('takes a cough for no turn', () => {
    const conversation = new Conversation(phrases)
    run(conversation, 600)
    run(conversation, 200, speech)
    expect(run(conversation, 3000)).toEqual([])
  })

  it('goes on by itself when nobody speaks, and never greets twice', () => {
    const conversation = new Conversation(phrases)
    expect(run(conversation, 38_000)).toEqual([0x10, 0x11, 0x12, 0x11, 0x12, 0x11])
  })

  it('lives with a single phrase', () => {
    expect(run(new Conversation([phrase(0x10, 5)]), 8_000)).toEqual([0x10])
  })
})
