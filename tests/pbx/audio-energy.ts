import { readFile } from 'node:fs/promises'

export interface AudioEnergy {
  readonly seconds: number
  /** Root mean square of the samples, 0 to 1. Silence is below 0.001. */
  readonly rms: number
  /** Seconds in which anything was heard: 20 ms frames above 0.01. */
  readonly soundSeconds: number
}

const frameSeconds = 0.02

/** What is heard in a WAV file of 16-bit samples (all channels taken together); also of one still being written. */
export async function audioEnergy(file: string): Promise<AudioEnergy> {
  const wav = await readFile(file)
  if (wav.toString('latin1', 0, 4) !== 'RIFF' || wav.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error(`${file} is no WAV file`)
  let format: { channels: number; rate: number } | undefined
  for (let at = 12; at + 8 <= wav.length; ) {
    const name = wav.toString('latin1', at, at + 4)
    const size = wav.readUInt32LE(at + 4)
    if (name === 'fmt ') {
      if (wav.readUInt16LE(at + 22) !== 16) throw new Error(`${file} has no 16-bit samples`)
      format = { channels: wav.readUInt16LE(at + 10), rate: wav.readUInt32LE(at + 12) }
    }
    // The length is 0 until the recorder closes the file.
    if (name === 'data' && format !== undefined) return measure(wav.subarray(at + 8), format.channels * format.rate)
    at += 8 + size + (size % 2)
  }
  throw new Error(`${file} holds no samples`)
}

function measure(data: Buffer, samplesPerSecond: number): AudioEnergy {
  const count = Math.floor(data.length / 2)
  const frame = Math.round(samplesPerSecond * frameSeconds)
  let sum = 0
  let loudFrames = 0
  for (let start = 0; start < count; start += frame) {
    const end = Math.min(count, start + frame)
    let frameSum = 0
    for (let index = start; index < end; index += 1) frameSum += (data.readInt16LE(index * 2) / 32_768) ** 2
    sum += frameSum
    if (Math.sqrt(frameSum / (end - start)) > 0.01) loudFrames += 1
  }
  return {
    seconds: count / samplesPerSecond,
    rms: count === 0 ? 0 : Math.sqrt(sum / count),
    soundSeconds: loudFrames * frameSeconds,
  }
}
