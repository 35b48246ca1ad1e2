import { randomBytes } from 'node:crypto'
import type { IdSource } from '#shared/ports/id-source.ts'

const counterBits = 12

/**
 * UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then a 12-bit counter (section 6.2, method 1) so that ids
 * made within one millisecond, or while the wall clock steps back, still grow, then 62 random bits.
 */
export function uuidV7Source(epochMs: () => number): IdSource {
  let lastMs = 0
  let counter = 0
  return {
    next() {
      const nowMs = epochMs()
      if (nowMs > lastMs) {
        lastMs = nowMs
        counter = 0
      } else if (++counter >> counterBits) {
        lastMs += 1
        counter = 0
      }
      const bytes = randomBytes(16)
      bytes.writeUIntBE(lastMs, 0, 6)
      bytes.writeUInt16BE(0x7000 | counter, 6)
      bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
