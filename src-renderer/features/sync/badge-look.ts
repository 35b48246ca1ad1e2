import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import type { Tone } from '../../kit/tone.ts'

export type BadgeWord = 'upToDate' | 'waiting' | 'sending' | 'copying' | 'offline' | 'problem' | 'refused'

export interface BadgeLook {
  readonly word: BadgeWord
  readonly tone: Tone
  /** Changes that the word counts. */
  readonly count: number
}

/** What the badge says: the worst thing first. Nothing while there is no server. */
export function badgeLook(sync: SyncState): BadgeLook | undefined {
  const { waiting } = sync
  switch (sync.kind) {
    case 'off':
      return undefined
    case 'problem':
      return { word: 'problem', tone: 'bad', count: waiting }
    case 'offline':
      return { word: 'offline', tone: 'warn', count: waiting }
    case 'copying':
      return { word: 'copying', tone: 'info', count: waiting }
  }
  if (sync.refused > 0) return { word: 'refused', tone: 'warn', count: sync.refused }
  if (sync.kind === 'sending') return { word: 'sending', tone: 'info', count: waiting }
  return waiting > 0 ? { word: 'waiting', tone: 'info', count: waiting } : { word: 'upToDate', tone: 'ok', count: 0 }
}
