import { expect, test } from 'vitest'
import type { CopyStanding } from '../../ports/local-copy.ts'
import { badge } from './badge.ts'
import { initialState } from './engine-state.ts'

const standing: CopyStanding = {
  device: 'd',
  cursor: 'c',
  epoch: 'e',
  waiting: 0,
  refused: 0,
  conflicts: 0,
  copies: [],
  copiesComplete: 0,
  confirmedAtMs: 1,
}

test('SYNC-11 between the first copy of what everybody has and the first page it is not up to date', () => {
  expect(badge(initialState, { ...standing, confirmedAtMs: null })).toMatchObject({ kind: 'copying', copied: 0 })
  expect(badge(initialState, standing).kind).toBe('up-to-date')
})

test('SYNC-11 the first copy of several territories is one way from nothing to all', () => {
  const open = (territory: string, done: number, total: number) => ({ territory, after: null, done, total })
  const steps: readonly [CopyStanding['copies'], number][] = [
    [[open('*', 5, 10)], 0],
    [[open('*', 9, 10)], 0],
    [[open('a', 0, 0), open('b', 0, 0)], 0],
    [[open('a', 50, 100), open('b', 0, 0)], 0],
    [[open('a', 100, 100), open('b', 0, 0)], 0],
    [[open('b', 0, 0)], 1],
    [[open('b', 10, 1_000)], 1],
    [[open('b', 1_000, 1_000)], 1],
  ]
  const told = steps.map(([copies, copiesComplete]) => badge(initialState, { ...standing, copies, copiesComplete }).copied)
  expect(told).toEqual([0, 0, 0, 0.25, 0.5, 0.5, 0.505, 1])
})
