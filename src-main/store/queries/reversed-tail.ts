const tailDigits = 10

/** SQL for the last ten characters of a column, backwards: finding by a number's end is then finding by a beginning. */
export function reversedTail(column: string): string {
  return Array.from({ length: tailDigits }, (_, index) => `substr(${column}, -${index + 1}, 1)`).join(' || ')
}

/** The bounds of an index range of everything that begins with `prefix`, which holds no U+10FFFF. */
export function prefixRange(prefix: string): { from: string; below: string } {
  return { from: prefix, below: `${prefix}\u{10ffff}` }
}

export function reversed(digits: string): string {
  return [...digits.slice(-tailDigits)].reverse().join('')
}
