import { forgivenSlips, prefixDistance } from '#shared/domain/search/edit-distance.ts'
import { foldWords } from '#shared/domain/search/fold-name.ts'
import { sameGivenName } from '#shared/domain/search/given-names.ts'

export interface NameCandidate {
  readonly rowid: number
  readonly name: string
  readonly given: string | null
  readonly family: string | null
  readonly vip: boolean
}

/** Too far to be meant. */
const unlike = 100

/** Best first; candidates with a word that is too far from all of theirs are left out. */
export function rankNames(words: readonly string[], candidates: Iterable<NameCandidate>): number[] {
  const mates = words.map((word) => new Set(sameGivenName(word)))
  const scored: { rowid: number; score: number }[] = []
  for (const candidate of candidates) {
    const own = foldWords(allNames(candidate))
    let score = candidate.vip ? -0.5 : 0
    for (const [index, word] of words.entries()) score += wordScore(word, own, mates[index]!)
    // Of equal ones the name that says the least besides what was typed.
    if (score < unlike) scored.push({ rowid: candidate.rowid, score: score + Math.min(20, foldedLength(own)) / 100 })
  }
  scored.sort((a, b) => a.score - b.score || a.rowid - b.rowid)
  return scored.map((one) => one.rowid)
}

function wordScore(word: string, own: readonly string[], mates: ReadonlySet<string>): number {
  let best = unlike
  for (const [index, name] of own.entries()) best = Math.min(best, likeness(word, name, mates) + Math.min(index, 3) / 10)
  return best
}

function likeness(word: string, name: string, mates: ReadonlySet<string>): number {
  if (name === word) return 0
  if (mates.has(name)) return 1
  if (name.startsWith(word)) return 1.5
  const limit = forgivenSlips(word.length)
  const distance = prefixDistance(word, name, limit)
  return distance > limit ? unlike : 4 * distance + Math.abs(name.length - word.length) / 10
}

function foldedLength(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0) / 2
}

/** Most names hold the given and the family name already: folding them again would cost as much as all the rest. */
function allNames({ name, given, family }: NameCandidate): string {
  const more = [given, family].filter((part) => part !== null && !name.includes(part))
  return more.length === 0 ? name : `${name} ${more.join(' ')}`
}
