import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Change } from '#shared/entities/change.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { DeskLogin } from './desk-account.ts'
import type { DeskRequest, DeskWord, WriteAnswer } from './desk-wire.ts'

type StateWord = Extract<DeskWord, { kind: 'state' }>
type AppliedWord = Extract<DeskWord, { kind: 'applied' }>

export interface DeskStart extends DeskLogin {
  readonly dir: string
  /** Default: true. */
  readonly online?: boolean
  /** Runs it in this network namespace of the machine. */
  readonly netns?: string
}

/** A headless desktop in a process of its own, see field-desk.ts. */
export class DeskProcess {
  readonly states = new Emitter<StateWord>()
  readonly applied = new Emitter<AppliedWord>()
  /** Why it was sent away, if it was. */
  left: string | undefined
  /** Undefined until it has opened its database. */
  state: StateWord | undefined
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #lastId = 0
  #errors = ''

  /** Resolves when its database is open. */
  static async start({ dir, netns, ...login }: DeskStart): Promise<DeskProcess> {
    const program = [process.execPath, join(import.meta.dirname, 'field-desk.ts'), dir, JSON.stringify(login)]
    const [command = '', ...args] = netns ? ['ip', 'netns', 'exec', netns, ...program] : program
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const desk = new DeskProcess(child)
    await desk.until('its database is open', () => true, 60_000)
    return desk
  }

  private constructor(child: ChildProcess) {
    this.#child = child
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4_000)
    })
    child.on('message', (word: DeskWord | { left: string }) => this.#heard(word))
    child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The desk ended: ${this.#errors}`))
      this.#waiting.clear()
      this.states.emit(this.state!)
    })
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves after the commit is on the disk; rejects when the desk ends before. */
  async write(changes: readonly Change[]): Promise<void> {
    const answer = await this.#ask<WriteAnswer>({ kind: 'write', changes })
    if (answer.failed) throw new Error(`The desk could not keep a change: ${answer.failed}`)
  }

  /** Milliseconds of each write. */
  async writeEach(changes: readonly (readonly Change[])[]): Promise<readonly number[]> {
    const answer = await this.#ask<WriteAnswer>({ kind: 'write-each', changes })
    if (answer.failed) throw new Error(`The desk could not keep a change: ${answer.failed}`)
    return answer.ms
  }

  rows<R>(sql: string, values: readonly (string | number)[] = []): Promise<readonly R[]> {
    return this.#ask({ kind: 'rows', sql, values })
  }

  lag(): Promise<{ p50: number; p999: number; max: number }> {
    return this.#ask({ kind: 'lag' })
  }

  online(on: boolean): Promise<void> {
    return this.#ask({ kind: 'online', on })
  }

  /** Rejects when the desk ends, or `what` has not come to be in time. */
  until(what: string, holds: (state: StateWord) => boolean, timeoutMs = 30_000): Promise<StateWord> {
    return new Promise((resolve, reject) => {
      const stop = this.states.subscribe(() => look())
      const late = setTimeout(() => end(new Error(`${what}: not within ${timeoutMs} ms; ${this.#described()}`)), timeoutMs)
      const end = (error?: Error) => {
        clearTimeout(late)
        stop()
        if (error) reject(error)
        else resolve(this.state!)
      }
      const look = () => {
        if (!this.running) end(new Error(`${what}: the desk ended: ${this.#errors}`))
        else if (this.state && holds(this.state)) end()
      }
      look()
    })
  }

  /** Everything is sent, nothing is left to copy, and the server has said after this call that nothing more is to come. */
  async untilCurrent(timeoutMs = 30_000): Promise<void> {
    const sinceMs = Date.now()
    await this.#ask({ kind: 'nudge' })
    await this.until(
      'in step with the server',
      ({ sync, standing: { waiting, copies, confirmedAtMs } }) =>
        sync.kind === 'up-to-date' && waiting === 0 && copies.length === 0 && (confirmedAtMs ?? 0) >= sinceMs,
      timeoutMs,
    )
  }

  /** As a crash. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit')
    if (!this.running) return
    this.#child.kill('SIGKILL')
    await gone
  }

  async stop(): Promise<void> {
    if (!this.running) return
    const gone = once(this.#child, 'exit')
    await this.#ask({ kind: 'stop' })
    await gone
  }

  #ask<T>(request: DeskRequest): Promise<T> {
    if (!this.running) return Promise.reject(new Error(`The desk has ended: ${this.#errors}`))
    const id = ++this.#lastId
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.#child.send({ id, request })
    })
  }

  #heard(word: DeskWord | { left: string }): void {
    if ('left' in word) {
      this.left = word.left
      return
    }
    switch (word.kind) {
      case 'state':
        this.state = word
        return this.states.emit(word)
      case 'applied':
        return this.applied.emit(word)
      case 'answer':
        this.#waiting.get(word.id)?.resolve(word.value)
        break
      case 'broken':
        this.#waiting.get(word.id)?.reject(new Error(word.why))
    }
    this.#waiting.delete(word.id)
  }

  #described(): string {
    return `${JSON.stringify(this.state?.sync)} ${JSON.stringify(this.state?.standing)} ${this.#errors}`
  }
}

/** What each has written is at the server, and then at all the others. */
export async function untilAllCurrent(desks: readonly DeskProcess[], timeoutMs = 30_000): Promise<void> {
  await Promise.all(desks.map((desk) => desk.until('all is sent', ({ standing }) => standing.waiting === 0, timeoutMs)))
  await Promise.all(desks.map((desk) => desk.untilCurrent(timeoutMs)))
}
