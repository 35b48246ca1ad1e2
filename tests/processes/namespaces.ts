import { run, whyNot } from './machine.ts'

/**
 * A network namespace joined to this machine's by a pair of virtual cables: what runs in it reaches `hostAddress` and nothing
 * else. `cut` pulls the cable without either side being told, as in the field.
 */
export class Namespace {
  readonly name: string
  readonly hostAddress: string
  readonly #cable: string
  readonly #far: string

  /** `nth` (0-250) tells the networks of one test run apart. */
  constructor(nth: number) {
    const unique = `${process.pid % 10_000}x${nth}`
    this.name = `dz${unique}`
    this.#cable = `dzh${unique}`
    this.hostAddress = `10.213.${nth}.1`
    this.#far = `dzn${unique}`
    run('ip', 'netns', 'add', this.name)
    run('ip', 'link', 'add', this.#cable, 'type', 'veth', 'peer', 'name', this.#far, 'netns', this.name)
    run('ip', 'addr', 'add', `${this.hostAddress}/24`, 'dev', this.#cable)
    run('ip', 'link', 'set', this.#cable, 'up')
    this.#inside('ip', 'addr', 'add', `10.213.${nth}.2/24`, 'dev', this.#far)
    this.#inside('ip', 'link', 'set', this.#far, 'up')
    this.#inside('ip', 'link', 'set', 'lo', 'up')
  }

  /** Both ways alike; `rate` as `tc` reads it: `1mbit`. Delay is the business of `Relay`: not every kernel has netem. */
  limit(rate: string): void {
    this.#queue('tbf', 'rate', rate, 'burst', '16kb', 'latency', '2s')
  }

  /** Nothing comes through any more, and neither side is told. */
  cut(): void {
    this.#queue('blackhole')
  }

  mend(): void {
    this.#queue('pfifo', 'limit', '1000')
  }

  remove(): void {
    run('ip', 'netns', 'del', this.name)
  }

  #queue(...discipline: readonly string[]): void {
    run('tc', 'qdisc', 'replace', 'dev', this.#cable, 'root', ...discipline)
    this.#inside('tc', 'qdisc', 'replace', 'dev', this.#far, 'root', ...discipline)
  }

  #inside(...command: readonly string[]): void {
    run('ip', 'netns', 'exec', this.name, ...command)
  }
}

/** Why there can be no namespaces with shaped links here; undefined: there can. */
export function whyNoNamespaces(): string | undefined {
  return whyNot(() => {
    const trial = new Namespace(251)
    try {
      trial.limit('1mbit')
      trial.cut()
      trial.mend()
    } finally {
      trial.remove()
    }
  })
}
