/**
 * Runs tasks one after another. sip.js rejects a second re-INVITE while one is pending, and a quick series of them has
 * crashed Chromium's media (electron#36559).
 */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task, task)
    this.#last = done.catch(() => {})
    return done
  }
}
