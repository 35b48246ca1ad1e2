import { describe, expect, it } from 'vitest'
import { type Disposition, disposition } from '#shared/domain/disposition/disposition.ts'
import type { DispositionId } from '#shared/domain/ids.ts'
import { dispositionTree, filterLeaves, leavesOf, pathTo, pressShortcut } from './disposition-tree.ts'

const make = (id: string, shortcut: string, parentId?: string, position = 0): Disposition =>
  disposition.parse({
    dispositionId: id,
    parentId,
    shortcut,
    label: { uk: `${id}-укр`, ru: `${id}-рус`, en: id },
    noteRequired: false,
    followUp: 'none',
    position,
  })
const rows = [
  make('sale', '2', undefined, 2),
  make('help', '1', undefined, 1),
  make('solved', '1', 'help'),
  make('visit', '2', 'help'),
]
const id = (text: string) => text as DispositionId

describe('disposition tree', () => {
  const tree = dispositionTree(rows)

  it('orders by position and keeps an orphan reachable', () => {
    expect(tree.map((node) => node.disposition.dispositionId)).toEqual(['help', 'sale'])
    expect(dispositionTree([make('lost', '1', 'nowhere')])).toHaveLength(1)
  })

  it('opens a group by its key, then chooses a leaf by its own', () => {
    const opened = pressShortcut(tree, {}, '1')
    expect(opened).toEqual({ openId: 'help' })
    expect(pressShortcut(tree, opened, '2')).toEqual({ openId: 'help', leafId: 'visit' })
  })

  it('chooses a leaf at the top with one key, and ignores a key that nobody has', () => {
    expect(pressShortcut(tree, {}, '2')).toEqual({ leafId: 'sale' })
    const choice = { openId: id('help') }
    expect(pressShortcut(tree, choice, '9')).toBe(choice)
  })

  it('finds the path to a leaf and filters leaves by words of the whole path', () => {
    expect(pathTo(tree, id('visit')).map((node) => node.disposition.dispositionId)).toEqual(['help', 'visit'])
    expect(filterLeaves(leavesOf(tree), 'HELP vis', 'en').map((leaf) => leaf.disposition.dispositionId)).toEqual(['visit'])
    expect(filterLeaves(leavesOf(tree), '', 'en')).toHaveLength(3)
  })
})
