/**
 * One spelling for a name in Ukrainian, Russian, Kazakh, Polish and English: Ковальчук, Kovalchuk and Kowalczuk all become
 * `kovalcuk`. Lossy on purpose; it is a key to find by, never a text to show.
 */
// biome-ignore format: a table reads better in rows
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'h', ґ: 'h', ғ: 'h', д: 'd', е: 'e', ё: 'e', є: 'e', э: 'e', ж: 'z', з: 'z', и: 'i', і: 'i',
  ї: 'i', й: 'i', ы: 'i', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u',
  ұ: 'u', ү: 'u', ў: 'u', ф: 'f', х: 'h', һ: 'h', ц: 'c', ч: 'c', ш: 's', щ: 'sc', ь: '', ъ: '', ю: 'iu', я: 'ia',
}

const latin: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }

/** Longest first; read from left to right over Latin letters only. */
const digraphs: readonly (readonly [string, string])[] = [
  ['shch', 'sc'],
  ['szcz', 'sc'],
  ['sh', 's'],
  ['sz', 's'],
  ['ch', 'c'],
  ['cz', 'c'],
  ['ck', 'k'],
  ['ts', 'c'],
  ['tz', 'c'],
  ['zh', 'z'],
  ['kh', 'h'],
  ['ph', 'f'],
  ['th', 't'],
  ['ye', 'e'],
  ['je', 'e'],
  ['ie', 'e'],
  ['yo', 'e'],
  ['jo', 'e'],
  ['io', 'e'],
  ['y', 'i'],
  ['j', 'i'],
  ['g', 'h'],
  ['w', 'v'],
  ['q', 'k'],
  ['x', 'ks'],
]

const byFirstLetter = Map.groupBy(digraphs, ([from]) => from[0]!)

const apostrophes = /['’‘ʼ`´ʹ′"“”„«»]/g
/** й and ї fall apart into a letter and a mark when marks are stripped; their plain letters fold the same way. */
const marks = /\p{M}+/gu
const nonWord = /[^\p{L}\p{N}]+/u
const maxWords = 12
const maxWordLength = 40

/** The folded words of a name or a query, in order, at most twelve of forty letters. */
export function foldWords(text: string): string[] {
  const words: string[] = []
  for (const word of text
    .slice(0, 400)
    .toLowerCase()
    .replace(apostrophes, '')
    .normalize('NFKD')
    .replace(marks, '')
    .split(nonWord)) {
    const folded = foldWord(word)
    if (folded !== '') words.push(folded)
    if (words.length === maxWords) break
  }
  return words
}

function foldWord(word: string): string {
  let spelled = ''
  for (const letter of word) spelled += cyrillic[letter] ?? latin[letter] ?? letter
  let folded = ''
  for (let at = 0; at < spelled.length; ) {
    const pair = byFirstLetter.get(spelled[at]!)?.find(([from]) => spelled.startsWith(from, at))
    const next = pair ? pair[1] : spelled[at]!
    at += pair ? pair[0].length : 1
    for (const letter of next) if (!folded.endsWith(letter) || isDigit(letter)) folded += letter
  }
  return folded.slice(0, maxWordLength)
}

function isDigit(letter: string): boolean {
  return letter >= '0' && letter <= '9'
}

/**
 * Other ways that the beginning of a word may fold once its next letter is typed: `Dani` is `dani`, but `Daniel` is `danel`;
 * `K` is `k`, but `Kh` is `h`.
 */
export function prefixAlternatives(folded: string): string[] {
  const stem = folded.slice(0, -1)
  const last = { i: 'e', k: 'h', t: 'c', p: 'f' }[folded.slice(-1)]
  return last === undefined || stem.endsWith(last) ? [] : [stem + last]
}
