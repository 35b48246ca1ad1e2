import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'chacha20-poly1305'
const nonceBytes = 12
const tagBytes = 16

/** One line of the journal as text without a line end. `open` gives undefined for a line that was not sealed with this key. */
export interface LineCipher {
  seal(text: string): string
  open(line: string): string | undefined
}

export const plainLines: LineCipher = { seal: (text) => text, open: (line) => line }

/** Each line by itself, so that a torn last one spoils no other (RFC 8439). The database's key is used through a derived one. */
export function sealedLines(key: Uint8Array): LineCipher {
  const own = Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), 'dzvin journal', 32))
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, own, nonce, { authTagLength: tagBytes })
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
    },
    open(line) {
      const bytes = Buffer.from(line, 'base64')
      if (bytes.length < nonceBytes + tagBytes) return undefined
      try {
        const decipher = createDecipheriv(algorithm, own, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
        decipher.setAuthTag(bytes.subarray(-tagBytes))
        return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined
      }
    },
  }
}
