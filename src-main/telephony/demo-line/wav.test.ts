import { describe, expect, it } from 'vitest'
import { decodeMuLaw } from './g711.ts'
import { readWav } from './wav.ts'

function wav(coding: number, bits: number, data: Buffer, { channels = 1, rate = 8000 } = {}): Buffer {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(coding, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt16LE(bits, 14)
  const part = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8)
    head.write(name)
    head.writeUInt32LE(body.length, 4)
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)])
  }
  return Buffer.concat([Buffer.from('RIFF0000WAVE'), part('fmt ', format), part('odd ', Buffer.from('abc')), part('data', data)])
}

describe('WAV', () => {
  it('reads µ-law as it is', () => {
    expect([...readWav(wav(7, 8, Buffer.from([1, 2, 0xff])))]).toEqual([1, 2, 0xff])
  })

  it('encodes 16-bit PCM', () => {
    const pcm = Buffer.alloc(4)
    pcm.writeInt16LE(1000, 0)
    pcm.writeInt16LE(-1000, 2)
    expect([...readWav(wav(1, 16, pcm))].map(decodeMuLaw)).toEqual([988, -988])
  })

  it.each([
    ['no WAV', Buffer.from('OggS and so on')],
    ['an empty file', Buffer.alloc(0)],
    ['stereo', wav(7, 8, Buffer.alloc(2), { channels: 2 })],
    ['44.1 kHz', wav(7, 8, Buffer.alloc(2), { rate: 44_100 })],
    ['A-law', wav(6, 8, Buffer.alloc(2))],
    ['a file without data', wav(7, 8, Buffer.alloc(0)).subarray(0, 40)],
  ])('refuses %s', (_name, file) => {
    expect(() => readWav(file)).toThrow(/WAV/)
  })
})
