import { writeFile } from 'node:fs/promises'

/** G.711 and every trunk here. */
export const sampleRate = 8000

/** Beeps of `hz`: 600 ms on, 200 ms off, so that a stuck last packet cannot be taken for sound. 16-bit samples. */
export function beeps(hz: number, seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * sampleRate }, (_, index) =>
    index % (0.8 * sampleRate) < 0.6 * sampleRate ? Math.round(9000 * Math.sin((2 * Math.PI * hz * index) / sampleRate)) : 0,
  )
}

/** Headless µ-law, as SIPp streams it. */
export async function writeUlaw(file: string, samples: Int16Array): Promise<void> {
  await writeFile(file, Uint8Array.from(samples, encodeUlaw))
}

/** Mono WAV of 16 bits. */
export async function writeWav(file: string, samples: Int16Array): Promise<void> {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  await writeFile(file, Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]))
}

/** ITU-T G.711, µ-law: sign, three bits of segment, four of mantissa, inverted. */
function encodeUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132
  const segment = 24 - Math.clz32(magnitude)
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff
}
