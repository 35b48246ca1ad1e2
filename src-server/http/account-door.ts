import type { FastifyRequest } from 'fastify'
import type { Role } from '#shared/domain/people/role.ts'
import type { Answer } from '../auth/answer.ts'
import type { Authenticate } from '../auth/authenticate.ts'
import { identify } from './identify.ts'
import { Refused, statusOf } from './problems.ts'

/** The value of a service's answer; its problem is thrown. What has no value is sent as `{}`. */
export function given<T>(answer: Answer<T>): T extends undefined ? Record<string, never> : T {
  if (!answer.ok) throw new Refused(statusOf(answer.problem.problem), answer.problem)
  return (answer.value ?? {}) as T extends undefined ? Record<string, never> : T
}

/** As `identify`, for these roles alone. */
export function identifyRoles(authenticate: Authenticate, roles: readonly Role[]): ReturnType<typeof identify> {
  const known = identify(authenticate)
  return {
    async onRequest(request: FastifyRequest) {
      await known.onRequest(request)
      if (!roles.includes(known.of(request).principal.role)) throw new Refused(403, { problem: 'forbidden' })
    },
    of: known.of,
  }
}
