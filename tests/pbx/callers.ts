import type { Asterisk } from './asterisk.ts'
import { type RunningCall, startSipp } from './sipp.ts'
import { calledScenario, callerScenario } from './sipp-scenario.ts'

/** Pitches, so that a recording tells who is heard. */
export const callerHz = 440
export const calledHz = 660

export interface SippCallOptions {
  /** Digits, or several numbers that take turns. */
  readonly from: string | readonly string[]
  readonly displayName?: string
  /** Extension of the trunk's context: a queue's number, `600`, `1001` ... */
  readonly to: string
  /** Hangs up so long after the answer. */
  readonly durationMs: number
  /** P-Asserted-Identity's number. */
  readonly pai?: string
  /** Withholds the number (anonymous From, `Privacy: id`). */
  readonly privacy?: boolean
  /** Gives up so long after the first ring instead of talking. Use it with an extension that rings before it answers. */
  readonly cancelAfterMs?: number
  readonly count?: number
  /** Calls a second. */
  readonly rate?: number
  /** Default true; without it SIPp costs less. */
  readonly audio?: boolean
}

/** Calls from the outside world into Asterisk. */
export function sippCall(asterisk: Pick<Asterisk, 'sipPort'>, call: SippCallOptions): Promise<RunningCall> {
  const numbers = typeof call.from === 'string' ? [call.from] : call.from
  if (!numbers.every((number) => /^[+\w.-]+$/.test(number)))
    throw new Error('a number has characters that SIPp would read as its own')
  return startSipp({
    scenario: (audioFile) =>
      callerScenario({
        durationMs: call.durationMs,
        cancelAfterMs: call.cancelAfterMs,
        pai: call.pai !== undefined,
        anonymous: call.privacy ?? false,
        audioFile: call.audio === false ? undefined : audioFile,
      }),
    remotePort: asterisk.sipPort,
    service: call.to,
    numbers,
    keys: {
      callername: call.displayName === undefined ? '' : `${quoted(call.displayName)} `,
      ...(call.pai === undefined ? {} : { pai: `<sip:${call.pai}@127.0.0.1>` }),
    },
    count: call.count ?? 1,
    rate: call.rate,
    hz: callerHz,
  })
}

export interface SippUasOptions {
  /** How long it rings before it answers; default 300. */
  readonly ringMs?: number
  /** 200 or a refusal such as 486, 603, 404; default 200. */
  readonly status?: number
  /** Hangs up so long after its answer; default waits for the other side. */
  readonly durationMs?: number
  readonly count?: number
}

/** The outside world being called: takes what Asterisk sends to its trunk. */
export function sippUas(asterisk: Pick<Asterisk, 'sipPort' | 'ports'>, called: SippUasOptions = {}): Promise<RunningCall> {
  return startSipp({
    scenario: (audioFile) =>
      calledScenario({ ringMs: called.ringMs ?? 300, status: called.status ?? 200, durationMs: called.durationMs, audioFile }),
    remotePort: asterisk.sipPort,
    port: asterisk.ports.trunk,
    count: called.count ?? 1,
    hz: calledHz,
  })
}

/** RFC 3261 quoted-string. A line end would begin another header: no test means that. */
function quoted(name: string): string {
  if (/[\r\n]/.test(name)) throw new Error('a display name on several lines')
  return `"${name.replaceAll(/[\\"]/g, '\\$&')}"`
}
