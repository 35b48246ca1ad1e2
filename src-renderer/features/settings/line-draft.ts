import { type LineSettings, lineSettings } from '#shared/domain/line/line.ts'

/** The form as it is being typed. */
export interface LineDraft {
  readonly server: string
  readonly user: string
  readonly password: string
  readonly domain: string
  readonly displayName: string
}

export function draftOf(saved: LineSettings | undefined): LineDraft {
  return {
    server: saved?.server ?? '',
    user: saved?.user ?? '',
    password: '',
    domain: saved?.domain ?? '',
    displayName: saved?.displayName ?? '',
  }
}

export type DraftProblem = 'required' | 'serverWrong'

/** What is wrong with the form, by field; nothing when it may be sent. */
export function draftProblems(draft: LineDraft): Partial<Record<keyof LineDraft, DraftProblem>> {
  const problems: Partial<Record<keyof LineDraft, DraftProblem>> = {}
  if (draft.server.trim() === '') problems.server = 'required'
  else if (!isSocketAddress(draft.server.trim())) problems.server = 'serverWrong'
  if (draft.user.trim() === '') problems.user = 'required'
  return problems
}

function isSocketAddress(text: string): boolean {
  if (!/^wss?:\/\/[^/\s]/i.test(text)) return false
  return URL.canParse(text)
}

/** As the command takes it: empty optional fields are absent. An empty password means the stored one. */
export function commandInput(draft: LineDraft): { line: LineSettings; password?: string } {
  const line = lineSettings.parse({
    server: draft.server,
    user: draft.user,
    ...(draft.domain.trim() ? { domain: draft.domain } : {}),
    ...(draft.displayName.trim() ? { displayName: draft.displayName } : {}),
  })
  return { line, ...(draft.password ? { password: draft.password } : {}) }
}
