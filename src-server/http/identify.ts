import type { FastifyRequest } from 'fastify'
import type { Authenticate, Authenticated, Purpose } from '../auth/authenticate.ts'
import { Refused, statusOf } from './problems.ts'

/** Who asks; throws `Refused`. Before the body is read: strangers cost nothing. */
export function identify(authenticate: Authenticate, purpose?: Purpose) {
  const known = new WeakMap<FastifyRequest, Authenticated>()
  return {
    async onRequest(request: FastifyRequest): Promise<void> {
      const answer = await authenticate(request.headers.authorization, purpose)
      if (!answer.ok) throw new Refused(statusOf(answer.problem.problem), answer.problem)
      known.set(request, answer.value)
    },
    of(request: FastifyRequest): Authenticated {
      const who = known.get(request)
      if (!who) throw new Refused(401, { problem: 'unauthenticated' })
      return who
    },
  }
}
