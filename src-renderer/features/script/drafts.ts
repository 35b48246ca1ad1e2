import { create } from 'zustand'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { ScriptRun } from '#shared/domain/script/script.ts'
import type { NoteStatus } from './note-saver.ts'

interface NoteDraft {
  readonly text: string
  readonly status: NoteStatus
}

/**
 * What this page has typed and answered, by call. It outlives the panels, and it wins over the pop: a pop is a picture of an
 * earlier moment, so once a person has typed here, nothing that arrives may replace it.
 */
interface Drafts {
  readonly notes: Readonly<Record<InteractionId, NoteDraft>>
  readonly runs: Readonly<Record<InteractionId, ScriptRun>>
}

export const useDrafts = create<Drafts>(() => ({ notes: {}, runs: {} }))

export function draftNote(id: InteractionId, change: Partial<NoteDraft>): void {
  useDrafts.setState(({ notes }) => {
    const draft = { text: '', status: 'saved' as const, ...notes[id], ...change }
    return { notes: { ...notes, [id]: draft } }
  })
}

export function draftRun(id: InteractionId, run: ScriptRun): void {
  useDrafts.setState(({ runs }) => ({ runs: { ...runs, [id]: run } }))
}

/** The call's work is finished: the main process keeps everything. */
export function dropDrafts(id: InteractionId): void {
  useDrafts.setState(({ notes: { [id]: _note, ...notes }, runs: { [id]: _run, ...runs } }) => ({ notes, runs }))
}
