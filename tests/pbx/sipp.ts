import { createSocket } from 'node:dgram'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Child, startChild, tail } from './child-process.ts'
import { freeUdpPorts } from './free-ports.ts'
import { beeps, writeUlaw } from './tone.ts'
import { until } from './until.ts'

export interface CallResult {
  /** Calls made (or taken). */
  readonly calls: number
  /** Calls that the other side answered (or that it acknowledged our answer of). */
  readonly answered: number
  /** Calls that did not go by the scenario to its end. */
  readonly failed: number
  /** Why, in SIPp's words; empty when nothing failed. */
  readonly errors: string
}

export interface RunningCall {
  readonly port: number
  /** Waits for the first answered call. Throws when all is over without one. */
  untilAnswered(timeoutMs?: number): Promise<void>
  /** When all calls are over by themselves. */
  readonly done: Promise<CallResult>
  /** Hangs up (BYE or CANCEL) what is still up and ends. */
  stop(): Promise<CallResult>
}

export interface SippRun {
  readonly scenario: (audioFile: string) => string
  readonly remotePort: number
  readonly port?: number
  readonly service?: string
  readonly keys?: Readonly<Record<string, string>>
  readonly numbers?: readonly string[]
  readonly count?: number
  /** Calls a second. */
  readonly rate?: number
  /** Pitch of what is said. */
  readonly hz: number
}

/** One SIPp process with a folder of its own; both go away with the last call. */
export async function startSipp(run: SippRun): Promise<RunningCall> {
  const dir = await mkdtemp(path.join(tmpdir(), 'dzvin-sipp-'))
  const file = (name: string) => path.join(dir, name)
  await writeUlaw(file('tone.ul'), beeps(run.hz, 4))
  await writeFile(file('scenario.xml'), run.scenario(file('tone.ul')))
  if (run.numbers !== undefined) await writeFile(file('numbers.csv'), `SEQUENTIAL\n${run.numbers.join('\n')}\n`)
  const port = run.port ?? (await freeUdpPorts(1))[0] ?? 0
  const args = [
    `127.0.0.1:${run.remotePort}`,
    ...['-sf', file('scenario.xml'), '-i', '127.0.0.1', '-p', String(port), '-mi', '127.0.0.1', '-ci', '127.0.0.1'],
    ...['-nostdin', '-trace_stat', '-stf', file('stat.csv'), '-trace_err', '-error_file', file('errors.log')],
    ...['-trace_logs', '-log_file', file('steps.log'), '-timeout_error', '-aa'],
    ...(run.service === undefined ? [] : ['-s', run.service]),
    ...(run.numbers === undefined ? [] : ['-inf', file('numbers.csv')]),
    ...(run.count === undefined ? [] : ['-m', String(run.count), '-l', String(Math.max(run.count, 10))]),
    ...(run.rate === undefined ? [] : ['-r', String(run.rate)]),
    ...Object.entries(run.keys ?? {}).flatMap(([name, value]) => ['-key', name, value]),
  ]
  const child = await startChild('sipp', args, { cwd: dir })
  const done = child.exited.then(() => readResult(child, file)).finally(() => rm(dir, { recursive: true, force: true }))
  // Whoever stops without asking for the result has no interest in its failure.
  done.catch(() => undefined)
  return {
    port,
    done,
    untilAnswered: async (timeoutMs = 10_000) => {
      await until('the call is answered', timeoutMs, async () => {
        if ((await readFile(file('steps.log'), 'utf8').catch(() => '')).includes('answered')) return true
        if (child.exit() === undefined) return false
        const result = await done
        if (result.answered > 0) return true
        throw new Error(`the call was not answered: ${result.errors}`)
      })
    },
    stop: async () => {
      await hangUpAll(child, port, () => readFile(file('steps.log'), 'utf8').catch(() => ''))
      return done
    },
  }
}

/** The sign of `sipp-scenario.ts`, for every call that has begun. A call in a step that does not wait for it is left to time out. */
async function hangUpAll(child: Child, port: number, steps: () => Promise<string>): Promise<void> {
  const socket = createSocket('udp4')
  try {
    await until('SIPp ends', 3_000, async () => {
      for (const [, callId] of (await steps()).matchAll(/^.*call (\S+)$/gm)) {
        socket.send(
          `MESSAGE sip:hangup@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-sign\r\nFrom: <sip:t@127.0.0.1>;tag=t\r\n` +
            `To: <sip:hangup@127.0.0.1>\r\nCall-ID: ${callId}\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n`,
          port,
          '127.0.0.1',
        )
      }
      return child.exit() !== undefined
    }).catch(() => undefined)
  } finally {
    socket.close()
  }
  await child.end(0)
}

async function readResult(child: Child, file: (name: string) => string): Promise<CallResult> {
  const [header = '', ...rows] = (await readFile(file('stat.csv'), 'utf8').catch(() => '')).trim().split('\n')
  const last = rows.at(-1)
  if (last === undefined) throw new Error(`SIPp did not run: ${tail(child)}`)
  const values = last.split(';')
  const total = (name: string) => Number(values[header.split(';').indexOf(name)] ?? 0)
  const failed = total('FailedCall(C)')
  // SIPp's log also has what the scenario foresees (the time-out after which it hangs up).
  const errors = failed === 0 ? '' : (await readFile(file('errors.log'), 'utf8').catch(() => '')).slice(0, 4_000)
  return { calls: total('TotalCallCreated'), answered: total('GenericCounter1(C)'), failed, errors }
}
