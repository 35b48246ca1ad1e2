import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Log } from '#shared/ports/log.ts'
import type { PageFile } from '../pages/page-files.ts'
import { pageHeaders } from '../pages/page-policy.ts'
import { checkDoor, type Refusal } from './door.ts'
import type { Sessions } from './sessions.ts'

export interface ServePagesOptions {
  readonly files: ReadonlyMap<string, PageFile>
  readonly origin: string
  readonly sessions: Sessions
  readonly log: Log
}

const plainHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/**
 * `/enter?token=` exchanges a link's token for the cookie; `/opening` waits until this process has put the cookie into
 * a window of its own; all else is the built pages, for those who have it.
 */
export async function servePage(request: IncomingMessage, response: ServerResponse, options: ServePagesOptions): Promise<void> {
  const { origin, sessions, files } = options
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'Only GET')
  const url = URL.parse(request.url ?? '/', origin)
  if (!url || url.origin !== origin) return plain(response, 400, 'Bad address')

  const isPublic = url.pathname === '/enter' || url.pathname === '/opening'
  const refusal = checkDoor(request.headers, isPublic ? 'public' : 'page', origin, sessions)
  if (refusal) return turnAway(response, refusal, options.log)

  if (url.pathname === '/enter') return enter(response, url.searchParams.get('token') ?? '', options)
  if (url.pathname === '/opening') return opening(response, sessions.admits(request.headers.cookie))

  // Browsers ask for it by themselves; the pages name their own icon or have none.
  if (url.pathname === '/favicon.ico') return void response.writeHead(204, plainHeaders).end()

  // The pathname as sent: an encoded or dotted spelling is simply not in the list.
  const file = files.get(url.pathname)
  if (!file) return plain(response, 404, 'No such page')
  response.writeHead(200, pageHeaders(url.pathname, file, [origin.replace('http:', 'ws:')]))
  if (request.method === 'HEAD') return void response.end()
  await pipeline(createReadStream(file.path), response)
}

function enter(response: ServerResponse, token: string, { sessions, log }: ServePagesOptions): void {
  const cookie = sessions.redeem(token)
  if (!cookie) {
    log.warn('A link was used twice or is not ours')
    return plain(response, 403, 'This link was already used. Start Dzvin again for a new one.')
  }
  // No 303: a SameSite=Strict cookie is not sent on a redirect of a navigation that another site began.
  response.setHeader('Set-Cookie', `${sessions.cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/`)
  plain(response, 200, '<meta http-equiv="refresh" content="0;url=/"><title>Dzvin</title>')
}

function opening(response: ServerResponse, admitted: boolean): void {
  plain(response, 200, `<meta http-equiv="refresh" content="${admitted ? '0;url=/' : '1;url=/opening'}"><title>Dzvin</title>`)
}

function turnAway(response: ServerResponse, refusal: Exclude<Refusal, undefined>, log: Log): void {
  log.warn('Request turned away', { refusal })
  if (refusal === 'session') return plain(response, 401, 'Open Dzvin with the link that it printed at its start.')
  plain(response, 403, 'Not from here')
}

function plain(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, plainHeaders).end(html)
}
