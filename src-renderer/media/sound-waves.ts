import type { MediaStepInput } from '#shared/contract/media-steps.ts'

export type SoundName = Exclude<MediaStepInput<'ring'>['sound'], 'off'>

interface Strike {
  readonly atSeconds: number
  readonly hertz: number
  readonly loudness: number
}

/** Partials of a small bell: ratio to the strike note, strength, and the time in which each fades to 1/e. */
const partials = [
  { ratio: 0.5, strength: 0.25, fadeSeconds: 0.9 },
  { ratio: 1, strength: 1, fadeSeconds: 0.55 },
  { ratio: 2.01, strength: 0.45, fadeSeconds: 0.3 },
  { ratio: 3.02, strength: 0.2, fadeSeconds: 0.18 },
  { ratio: 4.21, strength: 0.1, fadeSeconds: 0.1 },
] as const

/** Two tones, a minor third apart, struck twice. */
const bell: readonly Strike[] = [
  { atSeconds: 0, hertz: 988, loudness: 1 },
  { atSeconds: 0.22, hertz: 830.6, loudness: 0.9 },
  { atSeconds: 0.62, hertz: 988, loudness: 1 },
  { atSeconds: 0.84, hertz: 830.6, loudness: 0.9 },
]
const knock: readonly Strike[] = [{ atSeconds: 0, hertz: 660, loudness: 0.35 }]

/** One period of a sound, to be looped; samples within -1..1. */
export function soundWave(sound: SoundName, sampleRate: number): Float32Array<ArrayBuffer> {
  switch (sound) {
    case 'ring':
      return strikes(bell, 3, sampleRate)
    case 'knock':
      return strikes(knock, 5, sampleRate)
    case 'ringback':
      return tone(425, 1, 5, sampleRate)
    case 'busy':
      return tone(425, 0.35, 0.7, sampleRate)
  }
}

function strikes(list: readonly Strike[], periodSeconds: number, sampleRate: number): Float32Array<ArrayBuffer> {
  const wave = new Float32Array(Math.round(periodSeconds * sampleRate))
  for (const { atSeconds, hertz, loudness } of list) {
    const first = Math.round(atSeconds * sampleRate)
    for (let index = first; index < wave.length; index++) {
      const t = (index - first) / sampleRate
      const attack = Math.min(1, t / 0.004)
      let value = 0
      for (const { ratio, strength, fadeSeconds } of partials) {
        value += strength * Math.exp(-t / fadeSeconds) * Math.sin(2 * Math.PI * hertz * ratio * t)
      }
      wave[index] = (wave[index] ?? 0) + 0.28 * loudness * attack * value
    }
  }
  return wave
}

/** A call progress tone (ITU-T E.180), with edges soft enough not to click. */
function tone(hertz: number, onSeconds: number, periodSeconds: number, sampleRate: number): Float32Array<ArrayBuffer> {
  const wave = new Float32Array(Math.round(periodSeconds * sampleRate))
  const length = Math.round(onSeconds * sampleRate)
  const edge = 0.01 * sampleRate
  for (let index = 0; index < length; index++) {
    const envelope = Math.min(1, index / edge, (length - index) / edge)
    wave[index] = 0.25 * envelope * Math.sin((2 * Math.PI * hertz * index) / sampleRate)
  }
  return wave
}
