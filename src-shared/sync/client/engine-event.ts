import type { Trouble } from './trouble.ts'

/** What is left to copy: `first`, nothing can be pulled before a copy has begun; `some`, territories beside the feed. */
export type CopyNeed = 'none' | 'some' | 'first'

/** `atMs`: wall clock; `random`: 0 ≤ x < 1, for jitter. The engine has neither of its own. */
export type SyncEvent = { readonly atMs: number; readonly random: number } & (
  | { readonly kind: 'started'; readonly waiting: boolean; readonly copies: CopyNeed }
  | { readonly kind: 'stop' }
  /** A mutation waits. */
  | { readonly kind: 'local-write' }
  | { readonly kind: 'news' }
  /** A person asked for it now. */
  | { readonly kind: 'nudge' }
  | { readonly kind: 'socket-up' }
  | { readonly kind: 'socket-down' }
  /** The server's clock minus this one. */
  | { readonly kind: 'skew'; readonly ms: number }
  /** `more`: mutations still wait; `moved`: the head of the queue is another than before. */
  | { readonly kind: 'pushed'; readonly more: boolean; readonly moved: boolean }
  /** `count`: mutations in the batch. */
  | { readonly kind: 'push-failed'; readonly trouble: Trouble; readonly count: number }
  /** `moved`: the cursor is another than before. */
  | { readonly kind: 'pulled'; readonly more: boolean; readonly moved: boolean; readonly copies: CopyNeed }
  /** A stream has ended; `moved`: it brought lines. */
  | { readonly kind: 'copied'; readonly moved: boolean; readonly copies: CopyNeed }
  | { readonly kind: 'read-failed'; readonly trouble: Trouble; readonly copies: CopyNeed }
  | { readonly kind: 'token'; readonly trouble?: Trouble }
  | { readonly kind: 'given'; readonly trouble?: Trouble }
  | { readonly kind: 'timer'; readonly timer: Timer }
)

export type Timer = 'retry-push' | 'retry-read' | 'retry-give' | 'reconnect' | 'poll'

export type Effect =
  /** `husk`: the one mutation goes as its number and id alone, so that the server refuses it and the queue goes on. */
  | { readonly kind: 'push'; readonly limit: number; readonly husk: boolean }
  | { readonly kind: 'pull' }
  /** `rows`: after about so many the stream ends. */
  | { readonly kind: 'copy'; readonly rows: number }
  | { readonly kind: 'refresh-token' }
  | { readonly kind: 'give-to-quarantine' }
  | { readonly kind: 'leave'; readonly reason: 'revoked' | 'wiped' }
  | { readonly kind: 'connect' }
  /** Replaces a timer of the same name. */
  | { readonly kind: 'set-timer'; readonly timer: Timer; readonly delayMs: number }
  | { readonly kind: 'cancel-timer'; readonly timer: Timer }
  /** Cuts requests, socket and timers. */
  | { readonly kind: 'end' }
