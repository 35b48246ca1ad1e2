import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Log } from '#shared/ports/log.ts'
import type { AccountProblem } from '#shared/sync/account-api.ts'
import type { SyncProblem } from '#shared/sync/protocol.ts'
import { DatabaseUnavailable } from '../store/database.ts'

type Problem = SyncProblem | AccountProblem

/** Of a server whose database is away: soon enough to be unnoticed, rare enough not to be a storm. */
const retryAfterSeconds = 5

/** Thrown by handlers and hooks; the door answers with it as it is. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly body: Problem

  constructor(status: number, body: Problem) {
    super(body.problem)
    this.status = status
    this.body = body
  }
}

/** The status of each problem that an account's door may have. */
export function statusOf(problem: AccountProblem['problem']): number {
  switch (problem) {
    case 'wrong-credentials':
    case 'code-needed':
    case 'code-wrong':
    case 'unauthenticated':
      return 401
    case 'forbidden':
    case 'password-first':
    case 'revoked':
    case 'wipe':
      return 403
    case 'not-found':
    case 'oidc-off':
      return 404
    case 'login-taken':
    case 'last-administrator':
    case 'place-in-use':
    case 'oidc-pending':
      return 409
    case 'password-weak':
    case 'oidc-failed':
      return 422
    case 'locked':
      return 429
    case 'unavailable':
      return 503
    default:
      return 400
  }
}

/** Every error as the JSON that the protocol names; what went wrong inside is logged and never told. */
export function errorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, body } = answerTo(error, request.url.startsWith('/sync/'))
    if (status === 503) {
      reply.header('retry-after', retryAfterSeconds)
      log.warn('The database is not available', { route: routeOf(request), cause: error })
    } else if (status >= 500) log.error('A request failed', { route: routeOf(request), cause: error })
    return reply.code(status).type('application/json').serializer(JSON.stringify).send(body)
  }
}

export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none'
}

function answerTo(error: FastifyError, sync: boolean): { readonly status: number; readonly body: Problem } {
  if (error instanceof Refused) return { status: error.status, body: error.body }
  if (error instanceof DatabaseUnavailable) return { status: 503, body: { problem: 'unavailable' } }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const field = error.validation[0]?.instancePath.split('/')[1]
    return { status: 400, body: sync || !field ? { problem: 'malformed' } : { problem: 'malformed', field: field.slice(0, 60) } }
  }
  if (error.statusCode === 413) return { status: 413, body: { problem: sync ? 'too-large' : 'malformed' } }
  if (error.statusCode === 429) return { status: 429, body: { problem: 'unavailable' } }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return { status: error.statusCode, body: { problem: 'malformed' } }
  return { status: 500, body: { problem: 'unavailable' } }
}
