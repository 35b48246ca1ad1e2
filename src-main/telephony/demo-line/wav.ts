import { encodeMuLaw } from './g711.ts'

const formatPcm = 1
const formatMuLaw = 7

/** Reads a WAV file of 8 kHz mono, 16-bit PCM or µ-law, as µ-law bytes. Throws on any other. */
export function readWav(file: Buffer): Buffer {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error('Not a WAV file')
  }
  const format = chunk(file, 'fmt ')
  const data = chunk(file, 'data')
  if (format.length < 16) throw new Error('The WAV file has a short format chunk')
  const [coding, channels, rate, bits] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
    format.readUInt16LE(14),
  ]
  if (channels !== 1 || rate !== 8000) throw new Error(`The WAV file has ${channels} channels at ${rate} Hz`)
  if (coding === formatMuLaw && bits === 8) return data
  if (coding === formatPcm && bits === 16) {
    return Buffer.from(Uint8Array.from({ length: data.length >> 1 }, (_, index) => encodeMuLaw(data.readInt16LE(index * 2))))
  }
  throw new Error(`The WAV file has coding ${coding} with ${bits} bits`)
}

function chunk(file: Buffer, name: string): Buffer {
  let offset = 12
  while (offset + 8 <= file.length) {
    const length = file.readUInt32LE(offset + 4)
    const body = file.subarray(offset + 8, offset + 8 + length)
    if (file.toString('latin1', offset, offset + 4) === name) return body
    // Chunks are padded to an even length.
    offset += 8 + length + (length & 1)
  }
  throw new Error(`The WAV file has no "${name.trim()}" chunk`)
}
