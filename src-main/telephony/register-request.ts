import { type Core, NameAddrHeader, type UserAgent } from 'sip.js'
import type { Clock } from '#shared/ports/clock.ts'
import type { LineAddress } from './line-address.ts'

export type RegisterAnswer =
  | { readonly kind: 'accepted'; readonly expiresSeconds: number; readonly roundTripMs: number }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly retryAfterSeconds?: number
      readonly minExpiresSeconds?: number
      readonly algorithm?: string
    }
  | { readonly kind: 'no-answer' }

/**
 * REGISTER requests of one user agent (RFC 3261 §10.2: one Call-ID, rising CSeq). It is used in place of sip.js' Registerer,
 * which says "registered" after the socket broke and waits 32 s for the answer to a request that was lost with it.
 */
export class RegisterRequests {
  readonly #agent: UserAgent
  readonly #address: LineAddress
  readonly #clock: Clock
  #last: Core.OutgoingRequestMessage | undefined

  constructor(agent: UserAgent, address: LineAddress, clock: Clock) {
    this.#agent = agent
    this.#address = address
    this.#clock = clock
  }

  /** 0 seconds: lets go of the registration. Never rejects; `no-answer` after `timeoutMs`. */
  send(expiresSeconds: number, timeoutMs: number): Promise<RegisterAnswer> {
    const startedMs = this.#clock.monotonicMs()
    const message = this.#message(expiresSeconds)
    this.#last = message
    return new Promise((resolve) => {
      const cancel = this.#clock.after(timeoutMs, () => resolve({ kind: 'no-answer' }))
      const settle = (answer: RegisterAnswer) => {
        cancel()
        resolve(answer)
      }
      const refused = ({ message: answer }: Core.IncomingResponse) => settle(refusal(answer))
      this.#agent.userAgentCore.register(message, {
        onAccept: ({ message: answer }) =>
          settle({
            kind: 'accepted',
            expiresSeconds: this.#granted(answer, expiresSeconds),
            roundTripMs: this.#clock.monotonicMs() - startedMs,
          }),
        onReject: refused,
        onRedirect: refused,
      })
    })
  }

  #message(expiresSeconds: number): Core.OutgoingRequestMessage {
    const { aor, registrar } = this.#address
    const contact = this.#agent.contact.toString({ register: true })
    const sequence = this.#last ? { callId: this.#last.callId, cseq: this.#last.cseq + 1, fromTag: this.#last.fromTag } : {}
    return this.#agent.userAgentCore.makeOutgoingRequestMessage('REGISTER', registrar, aor, aor, sequence, [
      `Contact: ${contact};expires=${expiresSeconds}`,
      `Expires: ${expiresSeconds}`,
    ])
  }

  /** The PBX lists all contacts of the user (RFC 3261 §10.3); ours is known by its random user part. */
  #granted(answer: Core.IncomingResponseMessage, askedSeconds: number): number {
    for (let index = 0; index < answer.getHeaders('contact').length; index++) {
      const contact: unknown = answer.parseHeader('contact', index)
      if (!(contact instanceof NameAddrHeader) || contact.uri.user !== this.#agent.contact.uri.user) continue
      const seconds = Number(contact.getParam('expires'))
      if (seconds > 0) return seconds
    }
    const seconds = Number(answer.getHeader('expires'))
    return seconds > 0 ? seconds : askedSeconds
  }
}

function refusal(answer: Core.IncomingResponseMessage): RegisterAnswer {
  const status = answer.statusCode ?? 500
  // sip.js answers for the wire when it times out (408) or cannot send (503); such an answer has no Via.
  if (!answer.hasHeader('via')) return { kind: 'no-answer' }
  const seconds = (name: string) => {
    const value = Number.parseInt(answer.getHeader(name) ?? '', 10)
    return value > 0 ? value : undefined
  }
  const challenge = answer.getHeader('www-authenticate') ?? answer.getHeader('proxy-authenticate') ?? ''
  const algorithm = /algorithm\s*=\s*"?([\w-]{1,30})/i.exec(challenge)?.[1]
  return {
    kind: 'refused',
    status,
    retryAfterSeconds: seconds('retry-after'),
    minExpiresSeconds: seconds('min-expires'),
    algorithm,
  }
}
