import type { CopyRequest, News, PullRequest, PushRequest } from '../protocol.ts'
import type { Trouble } from './trouble.ts'

/** The server's own bytes, or why there are none. */
export type Reply = { readonly kind: 'answer'; readonly bytes: Uint8Array } | Trouble

export interface NewsListener {
  up(): void
  heard(news: News): void
  /** Once, for whatever reason; also when it was never up. */
  down(): void
}

export interface NewsSocket {
  say(state: Presence): void
  close(): void
}
export type Presence = 'ready' | 'not-ready' | 'busy' | 'wrap-up'

/** The way to the server. Nothing rejects; an aborted request answers `unreachable`. */
export interface SyncTransport {
  push(request: PushRequest, signal: AbortSignal): Promise<Reply>
  pull(request: PullRequest, signal: AbortSignal): Promise<Reply>
  /** `lines` gets one `CopyPage` or several at a time, each time awaited; its false ends the stream. Undefined: it came whole. */
  copy(request: CopyRequest, lines: (bytes: Uint8Array) => Promise<boolean>, signal: AbortSignal): Promise<Trouble | undefined>
  quarantine(request: PushRequest, signal: AbortSignal): Promise<Reply>
  connect(listener: NewsListener): NewsSocket
}
