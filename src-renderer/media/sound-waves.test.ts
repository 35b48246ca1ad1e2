import { describe, expect, it } from 'vitest'
import { rootMeanSquare } from './meter.ts'
import { type SoundName, soundWave } from './sound-waves.ts'

const rate = 48_000
const slice = (wave: Float32Array, fromSeconds: number, toSeconds: number) => wave.subarray(fromSeconds * rate, toSeconds * rate)

/** Strength of one frequency in the samples (Goertzel), to be compared with another's. */
function strength(samples: Float32Array, hertz: number): number {
  let [re, im] = [0, 0]
  samples.forEach((sample, index) => {
    re += sample * Math.cos((2 * Math.PI * hertz * index) / rate)
    im += sample * Math.sin((2 * Math.PI * hertz * index) / rate)
  })
  return Math.hypot(re, im) / samples.length
}

describe('sounds', () => {
  it.each<[SoundName, number]>([
    ['ring', 3],
    ['knock', 5],
    ['ringback', 5],
    ['busy', 0.7],
  ])('%s lasts %d s, stays in range and begins and ends without a click', (sound, seconds) => {
    const wave = soundWave(sound, rate)
    expect(wave).toHaveLength(seconds * rate)
    expect(wave.every((sample) => Math.abs(sample) <= 1)).toBe(true)
    expect(Math.abs(wave[0] ?? 1)).toBeLessThan(0.01)
    expect(Math.abs(wave.at(-1) ?? 1)).toBeLessThan(0.03)
  })

  it('ringback is 425 Hz for 1 s, then silent for 4 s', () => {
    const wave = soundWave('ringback', rate)
    expect(strength(slice(wave, 0, 1), 425)).toBeGreaterThan(20 * strength(slice(wave, 0, 1), 480))
    expect(rootMeanSquare(slice(wave, 0, 0.99))).toBeGreaterThan(0.1)
    expect(rootMeanSquare(slice(wave, 1, 5))).toBe(0)
  })

  it('busy is 0.35 s on and 0.35 s off', () => {
    const wave = soundWave('busy', rate)
    expect(rootMeanSquare(slice(wave, 0, 0.34))).toBeGreaterThan(0.1)
    expect(rootMeanSquare(slice(wave, 0.35, 0.7))).toBe(0)
  })

  it('the bell has two tones and fades', () => {
    const wave = soundWave('ring', rate)
    const [high, low] = [slice(wave, 0, 0.2), slice(wave, 0.24, 0.6)]
    expect(strength(high, 988)).toBeGreaterThan(5 * strength(high, 830.6))
    expect(strength(low, 830.6)).toBeGreaterThan(strength(low, 988))
    expect(rootMeanSquare(slice(wave, 2.8, 3))).toBeLessThan(0.1 * rootMeanSquare(high))
  })

  it('the knock is much quieter than the bell', () => {
    expect(rootMeanSquare(slice(soundWave('knock', rate), 0, 0.2))).toBeLessThan(
      0.5 * rootMeanSquare(slice(soundWave('ring', rate), 0, 0.2)),
    )
  })
})

describe('root mean square', () => {
  it('is 0 of nothing and never above 1', () => {
    expect(rootMeanSquare(new Float32Array())).toBe(0)
    expect(rootMeanSquare(Float32Array.of(0.5, -0.5))).toBeCloseTo(0.5)
    expect(rootMeanSquare(Float32Array.of(3, -3))).toBe(1)
  })
})
