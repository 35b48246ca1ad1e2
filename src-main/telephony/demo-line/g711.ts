/** G.711 µ-law (ITU-T G.711): 8 bits a sample for 14 bits of linear PCM, here scaled to 16. */
const bias = 0x84
const clip = 32_635

/** The byte of silence. */
export const muLawSilence = 0xff

/** `sample`: 16-bit linear PCM. */
export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), clip) + bias
  // The segment is where the highest bit of 15 stands: 7 for 0x4000, 0 for 0x80.
  const segment = 31 - Math.clz32(magnitude) - 7
  const step = (magnitude >> (segment + 3)) & 0x0f
  return ~(sign | (segment << 4) | step) & 0xff
}

/** 16-bit linear PCM, -32124..32124. */
export function decodeMuLaw(byte: number): number {
  const code = ~byte & 0xff
  const segment = (code >> 4) & 0x07
  const magnitude = ((((code & 0x0f) << 3) + bias) << segment) - bias
  return code & 0x80 ? -magnitude : magnitude
}

/** Root mean square of µ-law bytes, 0-1 of full scale. */
export function muLawLevel(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  let sum = 0
  for (const byte of bytes) sum += decodeMuLaw(byte) ** 2
  return Math.sqrt(sum / bytes.length) / 32_768
}
