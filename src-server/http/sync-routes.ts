import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deviceOfLine } from '#shared/sync/device-line.ts'
import {
  copyPage,
  copyRequest,
  oldestProtocol,
  type PushRequest,
  protocolVersion,
  pullAnswer,
  pullRequest,
  pushAnswer,
  pushLimits,
  pushRequest,
  syncProblem,
} from '#shared/sync/protocol.ts'
import type { Authenticate } from '../auth/authenticate.ts'
import type { SyncService } from '../sync/sync-service.ts'
import type { Metrics } from '../system/metrics.ts'
import { identify } from './identify.ts'
import { Refused } from './problems.ts'

export interface SyncRoutesDeps {
  readonly sync: Pick<SyncService, 'push' | 'pull' | 'copy' | 'quarantine'>
  readonly authenticate: Authenticate
  readonly metrics: Metrics
  /** True once the server goes down: streams end after their page, and are taken up again elsewhere. */
  readonly leaving: () => boolean
}

const problems = {
  400: syncProblem,
  401: syncProblem,
  403: syncProblem,
  413: syncProblem,
  426: syncProblem,
  429: syncProblem,
  503: syncProblem,
}
/** What the client cuts its batches to, and room for the braces. */
const pushBodyBytes = pushLimits.bytes + 64_000
const smallBodyBytes = 8_192
const quarantineAnswer = z.object({ seqs: z.array(z.number().int()) })
const asked = z.looseObject({ protocol: z.number().int() })

/** `/sync/push`, `/sync/pull`, `/sync/copy`, `/sync/quarantine`. */
export function syncRoutes(deps: SyncRoutesDeps): FastifyPluginAsyncZod {
  const { sync, metrics } = deps
  const work = identify(deps.authenticate)
  const last = identify(deps.authenticate, 'last')
  const door = { onRequest: work.onRequest, preValidation: negotiate }
  const tags = ['sync']

  return async (app) => {
    app.post(
      '/sync/push',
      {
        ...door,
        bodyLimit: pushBodyBytes,
        schema: { tags, summary: 'Send changes', body: pushRequest, response: { 200: pushAnswer, ...problems } },
      },
      async (request) => {
        const { principal, deviceId } = work.of(request)
        sameDevice(request.body.device, deviceId)
        metrics.pushed(request.body.mutations.length)
        return sync.push(principal, request.body.device, unjudged(request.body))
      },
    )

    app.post(
      '/sync/pull',
      {
        ...door,
        bodyLimit: smallBodyBytes,
        schema: { tags, summary: 'Read changes', body: pullRequest, response: { 200: pullAnswer, ...problems } },
      },
      async (request) => {
        const { principal, deviceId } = work.of(request)
        sameDevice(request.body.device, deviceId)
        const answer = await sync.pull(principal, request.body.device, request.body)
        if (answer.kind === 'page') metrics.pulled(answer.rows.length)
        return answer
      },
    )

    app.post(
      '/sync/copy',
      {
        ...door,
        bodyLimit: smallBodyBytes,
        schema: {
          tags,
          summary: 'Copy a territory: newline-delimited JSON, each line a page',
          body: copyRequest,
          response: { 200: { content: { 'application/x-ndjson': { schema: copyPage } } }, ...problems },
        },
      },
      async (request, reply) => {
        const { principal, deviceId } = work.of(request)
        sameDevice(request.body.device, deviceId)
        const pages = sync.copy(principal, request.body)
        // What fails before the first page is still an answer of its own; later failures cut the stream.
        const first = await pages.next()
        const lines = Readable.from(linesOf(first, pages, deps.leaving), { objectMode: false, highWaterMark: 256 * 1024 })
        return reply
          .type('application/x-ndjson')
          .serializer((payload: unknown) => payload as string)
          .send(lines as never)
      },
    )

    app.post(
      '/sync/quarantine',
      {
        onRequest: last.onRequest,
        preValidation: negotiate,
        bodyLimit: pushBodyBytes,
        schema: {
          tags,
          summary: 'Give up what a revoked desktop could not send',
          body: pushRequest,
          response: { 200: quarantineAnswer, ...problems },
        },
      },
      async (request) => {
        const { principal, deviceId } = last.of(request)
        sameDevice(request.body.device, deviceId)
        return { seqs: [...(await sync.quarantine({ userId: principal.userId, device: deviceId }, unjudged(request.body)))] }
      },
    )
  }
}

/** Each mutation is judged by itself further in. */
function unjudged(body: z.infer<typeof pushRequest>): PushRequest {
  return body as unknown as PushRequest
}

/** Before the body is judged: another version's may look otherwise (SYNC-12). */
async function negotiate(request: FastifyRequest): Promise<void> {
  const { data } = asked.safeParse(request.body)
  if (!data) throw new Refused(400, { problem: 'malformed' })
  const versions = { oldest: oldestProtocol, newest: protocolVersion }
  if (data.protocol < oldestProtocol) throw new Refused(426, { problem: 'client-too-old', ...versions })
  if (data.protocol > protocolVersion) throw new Refused(426, { problem: 'client-too-new', ...versions })
}

/** A device may number anew under another name, never under one of another device. */
function sameDevice(said: string, known: string): void {
  if (deviceOfLine(said) !== known) throw new Refused(400, { problem: 'malformed' })
}

async function* linesOf(
  first: IteratorResult<string, unknown>,
  pages: AsyncGenerator<string>,
  leaving: () => boolean,
): AsyncGenerator<string> {
  try {
    for (let page = first; !page.done; page = await pages.next()) {
      yield page.value
      if (leaving()) return
    }
  } finally {
    await pages.return(undefined)
  }
}
