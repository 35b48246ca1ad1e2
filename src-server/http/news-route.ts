import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Principal } from '#shared/sync/principal.ts'
import { newsFromDesktop } from '#shared/sync/protocol.ts'
import type { Authenticate } from '../auth/authenticate.ts'
import type { NewsDesk } from '../realtime/news-desk.ts'
import { Refused, statusOf } from './problems.ts'

export interface NewsRouteDeps {
  readonly authenticate: Authenticate
  readonly desk: NewsDesk
  /** A socket that does not say who it is within this time is closed. */
  readonly signInWithinMs: number
}

/** For those who cannot set a header: the first message. */
const signIn = z.object({ kind: z.literal('sign-in'), token: z.string().max(4_000) })
/** Of RFC 6455, for own use: the token is not good. */
const closedUnauthenticated = 4_401
const closedTryAgain = 1_013

/** The WebSocket `/sync/news`. The token comes in the header or in the first message, never in the address. */
export function newsRoute({ authenticate, desk, signInWithinMs }: NewsRouteDeps): FastifyPluginAsyncZod {
  const known = new WeakMap<FastifyRequest, Principal>()
  return async (app) => {
    app.get(
      '/sync/news',
      {
        websocket: true,
        schema: { tags: ['sync'], summary: 'WebSocket: there is news' },
        async onRequest(request) {
          if (request.headers.authorization === undefined) return
          const answer = await authenticate(request.headers.authorization)
          if (!answer.ok) throw new Refused(statusOf(answer.problem.problem), answer.problem)
          known.set(request, answer.value.principal)
        },
      },
      (socket, request) => {
        const late = setTimeout(() => socket.close(closedUnauthenticated), signInWithinMs)
        socket.on('error', () => socket.terminate())
        socket.on('close', () => clearTimeout(late))

        const begin = (principal: Principal): void => {
          clearTimeout(late)
          const seat = desk.open(principal, socket)
          socket.on('close', seat.close)
          socket.on('pong', seat.alive)
          socket.on('message', (data) => {
            const said = newsFromDesktop.safeParse(read(String(data)))
            if (said.success) seat.presence(said.data.state)
          })
        }
        const principal = known.get(request)
        if (principal) return begin(principal)
        socket.once('message', async (data) => {
          try {
            const first = signIn.safeParse(read(String(data)))
            const answer = first.success ? await authenticate(first.data.token) : undefined
            if (answer?.ok && socket.readyState === socket.OPEN) begin(answer.value.principal)
            else socket.close(closedUnauthenticated)
          } catch {
            socket.close(closedTryAgain)
          }
        })
      },
    )
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
