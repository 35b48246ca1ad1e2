import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { Media } from '#shared/ports/media.ts'
import type { Workspace } from './workspace.ts'

type Sound = 'ring' | 'ringback' | 'knock' | 'off'

/** What the operator should hear besides voices: a ring, a discreet knock behind another call, the far side's ringing. */
export function soundOf(work: readonly WorkItem[]): Sound {
  const talking = work.some(({ call }) => call?.phase.kind === 'active')
  if (work.some(({ call }) => call?.phase.kind === 'ringing')) return talking ? 'knock' : 'ring'
  return work.some(({ call }) => call?.phase.kind === 'alerting') ? 'ringback' : 'off'
}

/** Keeps the media page's sound in step with the calls. */
export function ringAlong(workspace: Workspace, media: Media): Unsubscribe {
  let sounding: Sound = 'off'
  return workspace.work.subscribe((work) => {
    const sound = soundOf(work)
    if (sound === sounding) return
    sounding = sound
    // A missing page cannot ring: the interface shows that, and the link tells the page that comes.
    void media.do('ring', { sound })
  })
}
