import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { about, accountProblem } from '#shared/sync/account-api.ts'
import { oldestProtocol, protocolVersion } from '#shared/sync/protocol.ts'
import type { Metrics } from '../system/metrics.ts'
import { Refused } from './problems.ts'

export interface SystemRoutesDeps {
  readonly version: string
  /** The provider's name; null: people sign in by password alone. */
  readonly oidcName: string | null
  readonly trial: boolean
  readonly nowMs: () => number
  readonly metrics: Metrics
  /** Undefined: `/metrics` is open to whoever reaches it. */
  readonly metricsToken: string | undefined
  /** Asks the database; rejects with `DatabaseUnavailable`. */
  readonly askDatabase: () => Promise<unknown>
  readonly leaving: () => boolean
}

const status = z.object({ status: z.enum(['ok', 'leaving']) })

/** What anybody may ask: `/api/about`, and what watches over the server. */
export function systemRoutes(deps: SystemRoutesDeps): FastifyPluginAsyncZod {
  const tags = ['system']
  const unlimited = { rateLimit: false } as const
  return async (app) => {
    app.get('/api/about', { schema: { tags, summary: 'What this server is', response: { 200: about } } }, async () => ({
      product: 'dzvin' as const,
      version: deps.version,
      protocol: { oldest: oldestProtocol, newest: protocolVersion },
      oidc: deps.oidcName === null ? null : { name: deps.oidcName },
      trial: deps.trial,
      serverMs: deps.nowMs(),
    }))

    app.get(
      '/healthz',
      { config: unlimited, schema: { tags, summary: 'The process lives', response: { 200: status } } },
      async () => ({
        status: 'ok' as const,
      }),
    )

    app.get(
      '/readyz',
      {
        config: unlimited,
        schema: {
          tags,
          summary: 'It can serve: send desktops here',
          response: { 200: status, 503: z.union([status, accountProblem]) },
        },
      },
      async (_request, reply) => {
        if (deps.leaving()) return reply.code(503).send({ status: 'leaving' as const })
        await deps.askDatabase()
        return { status: 'ok' as const }
      },
    )

    app.get(
      '/metrics',
      { config: unlimited, schema: { tags, summary: 'Figures for Prometheus', response: { 401: accountProblem } } },
      async (request, reply) => {
        if (!mayMeasure(request.headers.authorization, deps.metricsToken)) throw new Refused(401, { problem: 'unauthenticated' })
        const { type, body } = await deps.metrics.text()
        return reply
          .type(type)
          .serializer(String)
          .send(body as never)
      },
    )
  }
}

function mayMeasure(given: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return true
  const wanted = Buffer.from(`Bearer ${token}`)
  const said = Buffer.from(given ?? '')
  return said.length === wanted.length && timingSafeEqual(said, wanted)
}
