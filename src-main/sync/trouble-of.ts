import type { Failure } from '#shared/domain/failure/failure.ts'
import type { Trouble } from '#shared/sync/client/trouble.ts'
import { type SyncProblem, syncProblem } from '#shared/sync/protocol.ts'
import { readBody } from './read-body.ts'

const maxProblemBytes = 65_536

/** What an answer other than success means. */
export async function troubleOf(response: Response): Promise<Trouble> {
  const problem = await problemIn(response)
  switch (problem?.problem) {
    case 'unauthenticated':
    case 'revoked':
    case 'wipe':
    case 'client-too-old':
    case 'client-too-new':
    case 'malformed':
      return { kind: problem.problem }
    case 'too-large':
      return { kind: 'malformed' }
    case 'unavailable':
      return unavailable(response)
  }
  switch (response.status) {
    case 401:
      return { kind: 'unauthenticated' }
    // A proxy's way to say that the server behind it is away.
    case 429:
    case 502:
    case 503:
    case 504:
      return unavailable(response)
    case 413:
      return { kind: 'malformed' }
    default:
      return { kind: 'defect' }
  }
}

/** Why there was no token. */
export function troubleOfToken(failure: Failure): Trouble {
  switch (failure.kind) {
    case 'server-unreachable':
    case 'server-untrusted':
    case 'server-not-dzvin':
      return { kind: 'unreachable' }
    case 'server-unavailable':
      return { kind: 'unavailable' }
    case 'app-older':
      return { kind: 'client-too-old' }
    case 'server-older':
      return { kind: 'client-too-new' }
    default:
      return { kind: 'unauthenticated' }
  }
}

function unavailable(response: Response): Trouble {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0
    ? { kind: 'unavailable', retryAfterMs: Math.round(seconds * 1_000) }
    : { kind: 'unavailable' }
}

async function problemIn(response: Response): Promise<SyncProblem | undefined> {
  try {
    const bytes = await readBody(response, maxProblemBytes)
    return bytes ? syncProblem.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data : undefined
  } catch {
    return undefined
  }
}
