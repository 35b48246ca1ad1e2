export interface DiffPart {
  readonly text: string
  /** Only in this of the two texts. */
  readonly own: boolean
}

/** Above this many pairs of words the middle is told apart as a whole: a table of them would take too long to fill. */
const mostPairs = 250_000

/** What each of two texts has that the other has not, word by word. The parts of a side joined are that side. */
export function textDiff(
  left: string,
  right: string,
): { readonly left: readonly DiffPart[]; readonly right: readonly DiffPart[] } {
  const a = words(left)
  const b = words(right)
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const middleA = a.slice(start, a.length - end)
  const middleB = b.slice(start, b.length - end)
  const shared =
    middleA.length * middleB.length > mostPairs ? { a: new Set<number>(), b: new Set<number>() } : common(middleA, middleB)
  const side = (all: readonly string[], kept: ReadonlySet<number>) =>
    join(all.map((text, index) => ({ text, own: index >= start && index < all.length - end && !kept.has(index - start) })))
  return { left: side(a, shared.a), right: side(b, shared.b) }
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []
}

/** Places of the longest common subsequence in both. */
function common(a: readonly string[], b: readonly string[]): { a: Set<number>; b: Set<number> } {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const found = { a: new Set<number>(), b: new Set<number>() }
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      found.a.add(i++)
      found.b.add(j++)
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return found
}

function join(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (last && last.own === part.own) joined[joined.length - 1] = { text: last.text + part.text, own: part.own }
    else joined.push(part)
  }
  return joined
}
