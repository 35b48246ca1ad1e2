const againMs = 500

/**
 * Tries until it is done: a page without a gesture yet may make no sound, and the gesture may happen in another frame,
 * where this one sees no event. The returned function gives up.
 */
export function insist(attempt: () => Promise<unknown>, isDone: () => boolean): () => void {
  let timer: ReturnType<typeof setInterval> | undefined
  const tryOnce = () => {
    if (isDone()) clearInterval(timer)
    else attempt().catch(() => undefined)
  }
  tryOnce()
  timer = setInterval(tryOnce, againMs)
  return () => clearInterval(timer)
}
