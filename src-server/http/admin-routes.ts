import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  accountProblem,
  auditCheck,
  auditRange,
  deviceAction,
  devices,
  newUser,
  oneTimePassword,
  placeDraft,
  placeName,
  places,
  quarantineDecided,
  quarantineDecision,
  quarantined,
  savedPlace,
  userChange,
  users,
} from '#shared/sync/account-api.ts'
import { readAnchors } from '../audit/anchors.ts'
import { chainWaiting } from '../audit/chain-waiting.ts'
import { checkChain } from '../audit/check-chain.ts'
import { exportLog } from '../audit/export-log.ts'
import type { Auth } from '../auth/create-auth.ts'
import type { Administrator } from '../auth/people.ts'
import type { SyncService } from '../sync/sync-service.ts'
import { given, identifyRoles } from './account-door.ts'

export interface AdminRoutesDeps {
  readonly auth: Auth
  readonly sync: Pick<SyncService, 'quarantined' | 'take' | 'discard'>
  /** Where the heads of the audit log were written down (`audit/anchors.ts`). */
  readonly anchorFile: string
}

const nothing = z.object({})
const byId = z.object({ id: z.string().min(1).max(64) })
const bodyLimit = 131_072
const mostQuarantined = 1_000

/** What administrators, and in part supervisors, do. Its paths are told in `src-shared/sync/account-api.ts`. */
export const adminRoutes =
  ({ auth, sync, anchorFile }: AdminRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { people, deps } = auth
    const administrators = identifyRoles(auth.authenticate, ['administrator'])
    const managers = identifyRoles(auth.authenticate, ['administrator', 'supervisor'])
    const asAdministrator = { bodyLimit, onRequest: administrators.onRequest }
    const asManager = { bodyLimit, onRequest: managers.onRequest }
    const by = (request: FastifyRequest): Administrator => {
      const { principal, deviceId } = administrators.of(request)
      return { userId: principal.userId, deviceId }
    }
    const answers = <T extends z.ZodType>(schema: T) => ({ 200: schema, '4xx': accountProblem, 503: accountProblem })
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })

    app.get('/api/users', { ...asManager, schema: { response: answers(users) } }, async (request) => [
      ...(await people.list(managers.of(request))),
    ])
    app.post(
      '/api/users',
      { ...asAdministrator, schema: { body: newUser, response: answers(oneTimePassword) } },
      async (request) => given(await people.create(by(request), request.body)),
    )
    const oneUser = <T extends z.ZodType>(schema: T) => ({
      ...asAdministrator,
      schema: { params: byId, response: answers(schema) },
    })
    app.patch(
      '/api/users/:id',
      { ...asAdministrator, schema: { params: byId, body: userChange, response: answers(nothing) } },
      async (request) => given(await people.change(by(request), request.params.id, request.body)),
    )
    app.post('/api/users/:id/password', oneUser(oneTimePassword), async (request) =>
      given(await people.resetPassword(by(request), request.params.id)),
    )
    app.post('/api/users/:id/second-factor/remove', oneUser(nothing), async (request) =>
      given(await people.removeSecondFactor(by(request), request.params.id)),
    )

    app.get('/api/places', { ...asManager, schema: { response: answers(places) } }, () => auth.places.list())
    app.post(
      '/api/places',
      { ...asAdministrator, schema: { body: placeDraft, response: answers(savedPlace) } },
      async (request) => given(await auth.places.save(by(request), request.body)),
    )
    app.delete(
      '/api/places/:kind/:id',
      { ...asAdministrator, schema: { params: placeName, response: answers(nothing) } },
      async (request) => given(await auth.places.remove(by(request), request.params)),
    )

    app.get('/api/devices', { ...asManager, schema: { response: answers(devices) } }, async (request) => [
      ...(await auth.devices.list(managers.of(request))),
    ])
    app.post(
      '/api/devices/:id',
      { ...asAdministrator, schema: { params: byId, body: deviceAction, response: answers(nothing) } },
      async (request) => given(await auth.devices.set(by(request), request.params.id, request.body.action)),
    )

    app.get('/api/quarantine', { ...asManager, schema: { response: answers(quarantined) } }, async (request) => [
      ...(await sync.quarantined(managers.of(request).principal, mostQuarantined)),
    ])
    app.post(
      '/api/quarantine',
      { ...asManager, schema: { body: quarantineDecision, response: answers(quarantineDecided) } },
      async (request) => {
        const { principal } = managers.of(request)
        const { ids, action } = request.body
        const left: string[] = []
        // One after the other: each is a transaction of its own, and a refused one holds up no other.
        for (const id of ids) {
          const isSettled =
            action === 'discard' ? await sync.discard(principal, id) : (await sync.take(principal, id)).kind === 'taken'
          if (!isSettled) left.push(id)
        }
        return { left }
      },
    )

    app.get('/api/audit/check', { ...asAdministrator, schema: { response: answers(auditCheck) } }, async () =>
      checkChain(deps.database, await readAnchors(anchorFile)),
    )
    app.get('/api/audit/export', { ...asAdministrator, schema: { querystring: auditRange } }, async (request, reply) => {
      const { userId: actor, deviceId: device } = by(request)
      const { after = 0, upTo = Number.MAX_SAFE_INTEGER } = request.query
      const detail = { what: 'audit', after, upTo }
      await deps.database.transaction((queries) =>
        deps.audit.append(queries, [
          { kind: 'export', actor, device, entity: null, row: null, detail, atMs: deps.clock.epochMs() },
        ]),
      )
      // So that the export itself is the last of what is exported.
      await chainWaiting(deps.database)
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="dzvin-audit.ndjson"')
        .send(Readable.from(exportLog(deps.database, { after, upTo })))
    })
  }
