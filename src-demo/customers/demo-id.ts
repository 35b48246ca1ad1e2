import type { Random } from './random.ts'

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Shaped as a UUIDv7 (RFC 9562, 5.7) of the moment `atMs`, with its random part from the seed. */
export function demoId(random: Random, atMs: number): string {
  const high = Math.floor(atMs / 0x1_0000)
  const low = atMs % 0x1_0000
  const a = random.bits()
  const b = random.bits()
  const c = random.bits()
  const time = `${hex[high >>> 24]}${bytes(high)}-${hex[low >>> 8]}${hex[low & 255]}`
  const version = `${hex[0x70 | (a & 15)]}${hex[(a >>> 8) & 255]}`
  const variant = `${hex[0x80 | (b & 63)]}${hex[(b >>> 8) & 255]}`
  return `${time}-${version}-${variant}-${hex[(a >>> 24) & 255]}${hex[(b >>> 24) & 255]}${hex[c >>> 24]}${bytes(c)}`
}

/** The lower three of four bytes. */
function bytes(word: number): string {
  return `${hex[(word >>> 16) & 255]}${hex[(word >>> 8) & 255]}${hex[word & 255]}`
}
