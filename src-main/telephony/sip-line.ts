import { type Invitation, Inviter, type Session, TransportState, type URI, UserAgent } from 'sip.js'
import type { LineState } from '#shared/domain/line/line.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { LineAccount } from '#shared/ports/phone.ts'
import type { LineAddress } from './line-address.ts'
import type { LineTimings } from './line-timings.ts'
import type { MediaHandler } from './media-handler.ts'
import { RegisterRequests } from './register-request.ts'
import { Registration } from './registration.ts'
import { sipComplaints } from './sip-complaints.ts'
import type { SipTrace } from './sip-trace.ts'
import { WsTransport, type WsTransportOptions } from './ws-transport.ts'

export interface SipLineParts {
  readonly account: LineAccount
  readonly address: LineAddress
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly timings: LineTimings
  readonly authorities?: readonly string[]
  readonly trace?: SipTrace
  readonly onState: (state: LineState) => void
  /** `readMs`: when the INVITE was read from the socket (monotonic). */
  readonly onInvite: (invitation: Invitation, readMs: number) => void
  readonly onLost: () => void
}

/** The PBX decides how long a call may ring; sip.js would refuse it after a minute. */
const ringAtMostSeconds = 3_600

/** One account's user agent with its transport and registration. Its calls live as long as it does. */
export class SipLine {
  readonly account: LineAccount
  readonly requests: RegisterRequests
  readonly registration: Registration
  readonly transport: WsTransport
  readonly #agent: UserAgent
  readonly #address: LineAddress
  readonly #handlers = new WeakMap<Session, MediaHandler>()
  #whenConnected: (() => void)[] = []

  constructor(parts: SipLineParts) {
    const { account, address, clock, log, random, timings, onState } = parts
    this.account = account
    this.#address = address
    this.#agent = this.#makeAgent(parts)
    this.transport = this.#agent.transport as WsTransport
    this.requests = new RegisterRequests(this.#agent, address, clock)
    const { transport, requests } = this
    this.registration = new Registration({ account, transport, requests, clock, log, random, timings, onState })
    transport.onLost = () => {
      this.registration.lost()
      parts.onLost()
    }
    transport.stateChange.addListener((state) => {
      if (state === TransportState.Connected) for (const run of this.#whenConnected.splice(0)) run()
    })
  }

  #makeAgent({ account, address, clock, log, timings, authorities, trace, onInvite }: SipLineParts): UserAgent {
    const transportOptions: WsTransportOptions = {
      server: address.server,
      clock,
      connectTimeoutMs: timings.connectTimeoutMs,
      pingEveryMs: timings.pingEveryMs,
      pongWithinMs: timings.pongWithinMs,
      authorities,
      trace,
      onDropped: (cause, fields) => log.warn('message dropped', { ...fields, cause, why: fields.cause }),
      onRequest: () => this.registration.verified(),
    }
    return new UserAgent({
      uri: address.aor,
      displayName: address.displayName,
      authorizationUsername: account.user,
      authorizationPassword: account.password,
      transportConstructor: WsTransport,
      transportOptions,
      sessionDescriptionHandlerFactory: (session) => {
        const handler = this.#handlers.get(session)
        if (!handler) throw new Error('A session without a call')
        return handler
      },
      delegate: { onInvite: (invitation) => onInvite(invitation, this.transport.readMs) },
      // Sent by the call: sip.js would tell us of the INVITE a turn later and reject in the void.
      sendInitialProvisionalResponse: false,
      noAnswerTimeout: ringAtMostSeconds,
      gracefulShutdown: false,
      logBuiltinEnabled: false,
      logConfiguration: false,
      logConnector: sipComplaints(log),
      userAgentString: 'Dzvin',
    })
  }

  start(): void {
    // The registration hears of a failure by its own call of `connect`.
    this.#agent.start().catch(() => {})
    this.registration.start()
  }

  /** Connects without registering. */
  connect(): Promise<void> {
    return this.#agent.start()
  }

  adopt(session: Session, handler: MediaHandler): void {
    this.#handlers.set(session, handler)
  }

  /** Undefined: nothing that can be dialled. */
  inviter(dial: string): Inviter | undefined {
    if (!/^\+?[\w*#.-]{1,63}$/.test(dial)) return undefined
    const target: URI = this.#address.registrar.clone()
    target.user = dial
    return new Inviter(this.#agent, target, { earlyMedia: true })
  }

  whenConnected(run: () => void): void {
    if (this.transport.isConnected()) run()
    else this.#whenConnected.push(run)
  }

  async close(): Promise<void> {
    await this.registration.stop()
    await this.transport.disconnect()
    await this.#agent.stop()
  }
}
