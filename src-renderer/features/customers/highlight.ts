export interface TextPart {
  readonly text: string
  readonly hit: boolean
}

/**
 * Splits a text into parts that answer a search and parts that do not. Words are found at word starts whatever their case;
 * digits are found through spaces and dashes, so `6712` lights up in `+380 67 123`.
 */
export function highlight(text: string, query: string): TextPart[] {
  const marks = new Array<boolean>(text.length).fill(false)
  for (const word of query.split(/\s+/).filter((part) => /\p{L}/u.test(part))) markWord(text, word, marks)
  const digits = query.replace(/\D/g, '')
  if (digits.length >= 2 && !/\p{L}/u.test(query)) markDigits(text, digits, marks)
  return joinMarks(text, marks)
}

function markWord(text: string, word: string, marks: boolean[]): void {
  const low = text.toLowerCase()
  // A letter whose lower case is longer would shift every later mark: such a text is left unmarked.
  if (low.length !== text.length) return
  const sought = word.toLowerCase()
  for (let at = low.indexOf(sought); at >= 0; at = low.indexOf(sought, at + 1)) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]!)) continue
    marks.fill(true, at, at + sought.length)
  }
}

function markDigits(text: string, digits: string, marks: boolean[]): void {
  const places: number[] = []
  for (let index = 0; index < text.length; index++) if (/\d/.test(text[index]!)) places.push(index)
  const plain = places.map((index) => text[index]).join('')
  // A national 067… is written +380 67…: the leading zero is not in the text.
  const at = [digits, digits.replace(/^0+/, '')].map((form) => (form.length >= 2 ? plain.indexOf(form) : -1))
  const found =
    at[0]! >= 0 ? { start: at[0]!, length: digits.length } : { start: at[1]!, length: digits.replace(/^0+/, '').length }
  if (found.start < 0) return
  marks.fill(true, places[found.start]!, places[found.start + found.length - 1]! + 1)
}

function joinMarks(text: string, marks: readonly boolean[]): TextPart[] {
  const parts: TextPart[] = []
  for (let start = 0; start < text.length; ) {
    let end = start + 1
    while (end < text.length && marks[end] === marks[start]) end++
    parts.push({ text: text.slice(start, end), hit: marks[start]! })
    start = end
  }
  return parts
}
