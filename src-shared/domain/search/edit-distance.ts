/**
 * Damerau-Levenshtein distance (optimal string alignment) of `typed` to the nearest beginning of `word`, so a name that is
 * not typed to its end is not punished for it. Returns `limit + 1` for everything beyond `limit`.
 */
export function prefixDistance(typed: string, word: string, limit: number): number {
  const width = Math.min(word.length, typed.length + limit)
  let before: number[] = []
  let above = Array.from({ length: width + 1 }, (_, column) => column)
  for (let row = 1; row <= typed.length; row++) {
    const present = [row]
    let least = row
    for (let column = 1; column <= width; column++) {
      const same = typed[row - 1] === word[column - 1]
      let cost = Math.min(above[column]! + 1, present[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1]
      if (swapped) cost = Math.min(cost, before[column - 2]! + 1)
      present.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    before = above
    above = present
  }
  return Math.min(limit + 1, ...above)
}

/** How many slips are forgiven in a word of this length. */
export function forgivenSlips(length: number): number {
  if (length < 4) return 0
  return length < 8 ? 1 : 2
}

/** The words that one slip can turn this one into a common one with: itself and itself with any one letter left out. */
export function slipKeys(word: string): string[] {
  const keys = new Set([word])
  for (let at = 0; at < word.length; at++) keys.add(word.slice(0, at) + word.slice(at + 1))
  return [...keys]
}
