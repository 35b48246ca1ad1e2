/** Why a step of sync did not succeed; each kind has one way to go on. */
export type Trouble =
  /** No answer: no network, no server, a time-out, a cut stream. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'wipe' }
  | { readonly kind: 'client-too-old' }
  | { readonly kind: 'client-too-new' }
  /** The server is there and cannot work now; nothing was taken. */
  | { readonly kind: 'unavailable'; readonly retryAfterMs?: number }
  /** The server would not read the request as a whole. */
  | { readonly kind: 'malformed' }
  /** An answer that no working server gives. */
  | { readonly kind: 'defect' }
  /** The local database refused. */
  | { readonly kind: 'storage' }

export type TroubleKind = Trouble['kind']
