/** Control, bidi and other invisible characters that people paste along with a number. */
const invisible = /[\p{Cc}\p{Cf}]/gu
const anyDash = /[\p{Pd}−]/gu

/** First characters of the blocks of ten decimal digits that telephones and keyboards send: Arabic, Persian, Devanagari. */
const digitBlocks = [0x0660, 0x06f0, 0x0966]

/** The same text in ASCII digits, brackets and signs (NFKC folds the full-width ones), with nothing invisible left in it. */
export function plainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(anyDash, '-')
    .replace(/\p{Nd}/gu, asciiDigit)
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!
  const first = digitBlocks.find((start) => code >= start && code < start + 10)
  return first === undefined ? digit : String(code - first)
}
