import type { IncomingHttpHeaders } from 'node:http'
import type { Sessions } from './sessions.ts'

/** Why a request is turned away; undefined: it may come in. */
export type Refusal = 'host' | 'origin' | 'session' | undefined

/**
 * Everybody on this machine, and every web page in its browsers, can reach a port on 127.0.0.1. So: exactly our own
 * Host (a rebound DNS name has another), exactly our own Origin where there is one (a foreign page has another; a
 * WebSocket always sends one), and a session's cookie.
 */
export function checkDoor(
  headers: IncomingHttpHeaders,
  kind: 'public' | 'page' | 'socket',
  origin: string,
  sessions: Sessions,
): Refusal {
  if (headers.host !== new URL(origin).host) return 'host'
  if (kind === 'socket' ? headers.origin !== origin : headers.origin !== undefined && headers.origin !== origin) return 'origin'
  if (kind !== 'public' && !sessions.admits(headers.cookie)) return 'session'
  return undefined
}
