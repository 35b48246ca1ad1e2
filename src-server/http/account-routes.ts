import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { signedInUser } from '#shared/domain/people/user.ts'
import {
  accountProblem,
  oidcBegin,
  oidcBegun,
  oidcClaim,
  passwordChange,
  recoveryCodes,
  refreshRequest,
  secondFactorBegun,
  secondFactorCode,
  sessions,
  signedIn,
  signInRequest,
} from '#shared/sync/account-api.ts'
import { done, problem } from '../auth/answer.ts'
import type { Auth } from '../auth/create-auth.ts'
import type { OidcSignIn } from '../auth/oidc-sign-in.ts'
import { accountById, signedInUserOf } from '../auth/people-rows.ts'
import { given } from './account-door.ts'
import { identify } from './identify.ts'
import { endPage, startPage } from './oidc-pages.ts'

export interface AccountRoutesDeps {
  readonly auth: Auth
  readonly oidc?: OidcSignIn | undefined
}

const nothing = z.object({})
const byId = z.object({ id: z.string().min(1).max(64) })
/** None of these needs more than a page of text. */
const bodyLimit = 32_768

/** Sign-in, and what everybody does with their own account. Its paths are told in `src-shared/sync/account-api.ts`. */
export const accountRoutes =
  ({ auth, oidc }: AccountRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { authenticate, signIn, own, devices } = auth
    const work = identify(authenticate)
    /** Also who must first choose a password. */
    const anyone = identify(authenticate, 'account')
    const last = identify(authenticate, 'last')
    const answers = <T extends z.ZodType>(schema: T) => ({ 200: schema, '4xx': accountProblem, 503: accountProblem })
    const open = { bodyLimit }
    const asAnyone = { bodyLimit, onRequest: anyone.onRequest }
    const atWork = { bodyLimit, onRequest: work.onRequest }
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })

    app.post('/api/sign-in', { ...open, schema: { body: signInRequest, response: answers(signedIn) } }, async (request) =>
      given(await signIn.withPassword(request.body, request.ip)),
    )
    app.post('/api/refresh', { ...open, schema: { body: refreshRequest, response: answers(signedIn) } }, async (request) =>
      given(await signIn.refresh(request.body.refreshToken, request.ip)),
    )
    app.post('/api/sign-out', { ...asAnyone, schema: { response: answers(nothing) } }, async (request) => {
      const { sessionId, principal, deviceId } = anyone.of(request)
      await signIn.signOut({ sessionId, userId: principal.userId, deviceId })
      return {}
    })
    app.get('/api/me', { ...asAnyone, schema: { response: answers(signedInUser) } }, async (request) => {
      const account = await accountById(auth.deps.database, anyone.of(request).principal.userId)
      return given(account ? done(signedInUserOf(account)) : problem('not-found'))
    })
    app.post('/api/password', { ...asAnyone, schema: { body: passwordChange, response: answers(nothing) } }, async (request) => {
      return given(await own.changePassword(anyone.of(request), request.body, request.ip))
    })

    app.post('/api/second-factor/begin', { ...atWork, schema: { response: answers(secondFactorBegun) } }, async (request) =>
      given(await own.beginSecondFactor(work.of(request))),
    )
    const withCode = <T extends z.ZodType>(schema: T) => ({
      ...atWork,
      schema: { body: secondFactorCode, response: answers(schema) },
    })
    app.post('/api/second-factor/confirm', withCode(recoveryCodes), async (request) => {
      return given(await own.confirmSecondFactor(work.of(request), request.body.code, request.ip))
    })
    app.post('/api/second-factor/remove', withCode(nothing), async (request) => {
      return given(await own.removeSecondFactor(work.of(request), request.body.code, request.ip))
    })

    app.get('/api/sessions', { ...atWork, schema: { response: answers(sessions) } }, async (request) => [
      ...(await own.sessions(work.of(request))),
    ])
    app.delete('/api/sessions/:id', { ...atWork, schema: { params: byId, response: answers(nothing) } }, async (request) =>
      given(await own.endSession(work.of(request), request.params.id)),
    )
    app.post(
      '/api/device/wiped',
      { bodyLimit, onRequest: last.onRequest, schema: { response: answers(nothing) } },
      async (request) => {
        const { principal, deviceId } = last.of(request)
        await devices.wiped(principal.userId, deviceId)
        return {}
      },
    )

    app.post('/api/oidc/begin', { ...open, schema: { body: oidcBegin, response: answers(oidcBegun) } }, async (request) =>
      given(oidc ? await oidc.begin(request.body.device) : problem('oidc-off')),
    )
    app.post('/api/oidc/claim', { ...open, schema: { body: oidcClaim, response: answers(signedIn) } }, async (request) =>
      given(oidc ? await oidc.claim(request.body.ticket, request.ip) : problem('oidc-off')),
    )
    const startQuery = z.object({ flow: z.string().min(16).max(200), go: z.literal('1').optional() })
    app.get('/api/oidc/start', { schema: { querystring: startQuery, hide: true } }, async (request, reply) => {
      const flow = await oidc?.start(request.query.flow)
      if (!flow) return reply.code(404).type('text/html; charset=utf-8').send(endPage('failed'))
      if (request.query.go === '1') return reply.redirect(flow.url, 302)
      return reply.type('text/html; charset=utf-8').send(startPage(flow.deviceName, request.query.flow))
    })
    app.get('/api/oidc/callback', { schema: { hide: true } }, async (request, reply) => {
      const result = oidc ? await oidc.callback(request.raw.url?.split('?')[1]?.slice(0, 8_000) ?? '') : 'failed'
      return reply
        .code(result === 'failed' ? 400 : 200)
        .type('text/html; charset=utf-8')
        .send(endPage(result))
    })
  }
