import type { Disposition } from '#shared/domain/disposition/disposition.ts'
import type { DispositionId } from '#shared/domain/ids.ts'
import type { Language } from '#shared/domain/text/language.ts'

export interface DispositionNode {
  readonly disposition: Disposition
  readonly children: readonly DispositionNode[]
}

/** The tree in the order of `position`. A row whose parent is missing stands at the top, so that it can still be chosen. */
export function dispositionTree(dispositions: readonly Disposition[]): DispositionNode[] {
  const known = new Set(dispositions.map((one) => one.dispositionId))
  const byParent = Map.groupBy(dispositions, (one) => (one.parentId && known.has(one.parentId) ? one.parentId : undefined))
  const build = (parent: DispositionId | undefined): DispositionNode[] =>
    (byParent.get(parent) ?? [])
      .toSorted((a, b) => a.position - b.position)
      .map((disposition) => ({ disposition, children: build(disposition.dispositionId) }))
  return build(undefined)
}

/** Nodes from the top down to `id`, itself last; empty when it is not in the tree. */
export function pathTo(tree: readonly DispositionNode[], id: DispositionId | undefined): DispositionNode[] {
  for (const node of tree) {
    if (node.disposition.dispositionId === id) return [node]
    const below = pathTo(node.children, id)
    if (below.length > 0) return [node, ...below]
  }
  return []
}

export interface Leaf {
  readonly disposition: Disposition
  /** Labels of the nodes above it, top first. */
  readonly above: readonly Disposition[]
}

export function leavesOf(tree: readonly DispositionNode[], above: readonly Disposition[] = []): Leaf[] {
  return tree.flatMap(({ disposition, children }) =>
    children.length > 0 ? leavesOf(children, [...above, disposition]) : [{ disposition, above }],
  )
}

/** Leaves whose label, or a label above, has every typed word. */
export function filterLeaves(leaves: readonly Leaf[], typed: string, language: Language): Leaf[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return leaves.filter(({ disposition, above }) => {
    const text = [...above, disposition]
      .map((one) => one.label[language])
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

export interface Choice {
  /** The open group, when a group is open. */
  readonly openId?: DispositionId
  readonly leafId?: DispositionId
}

/** What a shortcut key does: opens a group, or chooses a leaf of the open one. The same object when it does nothing. */
export function pressShortcut(tree: readonly DispositionNode[], choice: Choice, key: string): Choice {
  const open = pathTo(tree, choice.openId).at(-1)
  const hit = findByKey(open?.children ?? tree, key)
  if (!hit) return choice
  const id = hit.disposition.dispositionId
  return hit.children.length > 0 ? { openId: id } : { ...choice, leafId: id }
}

function findByKey(nodes: readonly DispositionNode[], key: string): DispositionNode | undefined {
  return nodes.find(({ disposition }) => disposition.shortcut.toLowerCase() === key.toLowerCase())
}
