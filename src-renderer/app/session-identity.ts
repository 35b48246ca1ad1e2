import type { SessionState } from '#shared/domain/people/session.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'

/** Whose desk this is. Another identity means that everything on the page belongs to somebody else. */
export function sessionIdentity(session: SessionState): string {
  switch (session.kind) {
    case 'no-server':
      return 'alone'
    case 'signed-out':
      return `out ${session.server}`
    case 'signed-in':
      return `in ${session.server} ${session.user.userId} ${session.deviceId}`
  }
}

/** Somebody rings or speaks: a page that is loaded anew now may cut them off. */
export function isCallGoingOn(work: readonly WorkItem[]): boolean {
  return work.some(({ call }) => call !== undefined && call.phase.kind !== 'ended')
}
