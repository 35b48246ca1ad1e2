/** Time, passed in so that tests turn it by hand. */
export interface Clock {
  /** Milliseconds since the epoch, by the wall clock: may jump. For showing and storing. */
  epochMs(): number
  /** Milliseconds of a clock that never jumps back: for durations and order. */
  monotonicMs(): number
  /** Calls once after `delayMs`; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void
}
