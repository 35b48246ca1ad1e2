/**
 * PostgreSQL takes neither NUL nor half a surrogate pair; JSON carries both. `json` is the value as `JSON.stringify` wrote
 * it: only where it holds a suspicious escape is the value itself looked through.
 */
export function isStorable(value: unknown, json: string): boolean {
  return !/\\u(0000|d[89a-f])/i.test(json) || isClean(value)
}

function isClean(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isClean(key) && isClean(inner))
}

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    // Both halves of a surrogate pair make four bytes together.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3
  }
  return bytes
}
