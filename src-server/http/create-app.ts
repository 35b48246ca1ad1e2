import { createHash } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify'
import { type FastifyPluginAsyncZod, jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Log } from '#shared/ports/log.ts'
import type { Metrics } from '../system/metrics.ts'
import { errorHandler, routeOf } from './problems.ts'

export interface AppOptions {
  readonly version: string
  /** PEM texts; undefined: plain HTTP, for this machine alone or behind a proxy. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[]
  /** Of one signed-in desktop, or of one address. */
  readonly requestsPerMinute: number
  readonly metrics: Metrics
  readonly log: Log
  readonly routes: readonly FastifyPluginAsyncZod[]
  /** Called first when the app closes, before anything is cut. */
  readonly onLeaving: () => void
}

const bodyBytes = 64_000
const newsBytes = 8_192
const goodbyeMs = 1_000
/** RFC 6455, registered: service restart. */
const restarting = 1_012

/** The HTTP door with all its routes; not listening yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { log, metrics } = options
  const app = fastify({
    bodyLimit: bodyBytes,
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
    ...(options.tls === undefined ? {} : { https: { ...options.tls, minVersion: 'TLSv1.2' } }),
  } as { bodyLimit: number })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler(log))
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ problem: request.url.startsWith('/sync/') ? 'malformed' : 'not-found' }),
  )
  app.addHook('preClose', async () => options.onLeaving())
  app.addHook('onResponse', async (request, reply) => {
    metrics.request(request.method, routeOf(request), reply.statusCode, reply.elapsedTime / 1_000)
    log.debug('Answered', {
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
  await app.register(helmet, {
    // The page at /docs needs its own styles and pictures; everything else is data.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: options.tls !== undefined,
  })
  await app.register(rateLimit, { max: options.requestsPerMinute, timeWindow: 60_000, cache: 20_000, keyGenerator: whoAsks })
  await app.register(websocket, { options: { maxPayload: newsBytes, perMessageDeflate: false }, preClose: endSockets })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Dzvin server', version: options.version, description: 'Accounts, sync and administration' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  for (const route of options.routes) await app.register(route)
  return app as unknown as FastifyInstance
}

/** An office of many desktops has one address, so who is signed in counts by the token. */
function whoAsks(request: FastifyRequest): string {
  const bearer = request.headers.authorization
  return bearer === undefined ? request.ip : createHash('sha256').update(bearer).digest('base64')
}

/** They were told; who does not answer is cut. */
async function endSockets(this: FastifyInstance): Promise<void> {
  const { clients } = this.websocketServer
  const cut = setTimeout(() => {
    for (const socket of clients) socket.terminate()
  }, goodbyeMs)
  await Promise.all(
    [...clients].map((socket) => {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.close(restarting)
      return closed
    }),
  )
  clearTimeout(cut)
}
