import { expect, test } from 'vitest'
import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import { badgeLook } from './badge-look.ts'

const state = (more: Partial<SyncState>): SyncState => ({ kind: 'up-to-date', waiting: 0, refused: 0, conflicts: 0, ...more })

test.each([
  [state({ kind: 'off' }), undefined],
  [state({}), 'upToDate'],
  [state({ waiting: 3 }), 'waiting'],
  [state({ kind: 'sending', waiting: 3 }), 'sending'],
  [state({ kind: 'copying', copied: 0.4 }), 'copying'],
  [state({ kind: 'offline', waiting: 3 }), 'offline'],
  [state({ kind: 'problem', problem: 'disk' }), 'problem'],
  // What a person must look after is not hidden by what goes on by itself, but being cut off is told first.
  [state({ refused: 1 }), 'refused'],
  [state({ kind: 'sending', waiting: 3, refused: 1 }), 'refused'],
  [state({ kind: 'offline', refused: 1 }), 'offline'],
])('%j shows %s', (sync, word) => {
  expect(badgeLook(sync)?.word).toBe(word)
})
