import { describe, expect, it } from 'vitest'
import { decodeMuLaw, encodeMuLaw, muLawLevel, muLawSilence } from './g711.ts'

describe('G.711 µ-law', () => {
  // Decision and output values of ITU-T G.711 table 2a/2b (14 bits), times four.
  it.each([
    [0, 0xff, 0],
    [32_767, 0x80, 32_124],
    [-32_768, 0x00, -32_124],
    [8, 0xfe, 8],
    [-8, 0x7e, -8],
    [1_000, 0xce, 988],
    [-1_000, 0x4e, -988],
    [132, 0xef, 132],
    [16_764, 0x8f, 16_764],
  ])('encodes %i as %i, which is heard as %i', (sample, byte, heard) => {
    expect(encodeMuLaw(sample)).toBe(byte)
    expect(decodeMuLaw(byte)).toBe(heard)
  })

  it('gives every byte back after a round trip, but the second zero', () => {
    for (let byte = 0; byte < 256; byte++) expect(encodeMuLaw(decodeMuLaw(byte))).toBe(byte === 0x7f ? muLawSilence : byte)
  })

  it('measures the level of a full-scale sine and of silence', () => {
    const sine = Uint8Array.from({ length: 800 }, (_, index) => encodeMuLaw(32_000 * Math.sin((2 * Math.PI * index) / 20)))
    expect(muLawLevel(sine)).toBeCloseTo(Math.SQRT1_2 * (32_000 / 32_768), 1)
    expect(muLawLevel(new Uint8Array(160).fill(muLawSilence))).toBe(0)
    expect(muLawLevel(new Uint8Array())).toBe(0)
  })
})
