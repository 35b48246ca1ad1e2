/** News between the nodes: hints, at most once; the database stays the truth. */
export interface EventBus {
  publish(event: ServerEvent): void
  subscribe(heard: (event: ServerEvent) => void): () => void
  close(): Promise<void>
}

export type ServerEvent =
  /** Something was written; `territories` says whose, `*` for everybody's. */
  | { readonly kind: 'changes'; readonly territories: readonly string[] }
  /** Rights, sessions or devices of this user changed. */
  | { readonly kind: 'rights'; readonly userId: string }
  | {
      readonly kind: 'presence'
      readonly userId: string
      readonly state: 'ready' | 'not-ready' | 'busy' | 'wrap-up' | 'offline'
      readonly sinceMs: number
    }
