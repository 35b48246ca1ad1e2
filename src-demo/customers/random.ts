/** Chance that repeats itself: the same seed and stream give the same numbers on every machine (sfc32). */
export class Random {
  #a = 0
  #b = 0
  #c = 0
  #counter = 1

  /** Starts the given stream of the seed; both are taken as 32-bit numbers. */
  restart(seed: number, stream: number): void {
    this.#a = seed | 0
    this.#b = stream | 0
    this.#c = 0x9e3779b9 ^ Math.floor(stream / 0x1_0000_0000)
    this.#counter = 1
    for (let round = 0; round < 15; round++) this.bits()
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** 0 ≤ x < 1 */
  unit(): number {
    return this.bits() / 0x1_0000_0000
  }

  /** 0 ≤ n < `limit` */
  below(limit: number): number {
    return Math.floor(this.unit() * limit)
  }

  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}
