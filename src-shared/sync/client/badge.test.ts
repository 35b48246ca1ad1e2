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
  confirmedAtMs: 1,
}

test('SYNC-11 between the first copy of what everybody has and the first page it is not up to date', () => {
  expect(badge(initialState, { ...standing, confirmedAtMs: null })).toMatchObject({ kind: 'copying', copied: 0 })
  expect(badge(initialState, standing).kind).toBe('up-to-date')
})
