import { randomBytes } from 'node:crypto'
import { formatReply, formatSip, type SipHeader, type SipRequest } from './sip-message.ts'

export const allow: SipHeader = ['Allow', 'INVITE, ACK, CANCEL, BYE, INFO, OPTIONS']

/** One WebSocket to the operator. */
export interface SipChannel {
  /** What others reach us at: `127.0.0.1:12345`. */
  readonly address: string
  /** Dropped when the socket is gone. */
  send(text: string): void
}

export interface DialogEnds {
  readonly callId: string
  /** Ours, as From or To without the tag. */
  readonly local: string
  readonly localTag: string
  /** Theirs with their tag, once known. */
  readonly remote: string
  /** The URI that requests go to: their Contact. */
  readonly target: string
}

/** A SIP dialog (RFC 3261 section 12) seen from our side: numbers our requests and names both ends. */
export class SipDialog {
  readonly #channel: SipChannel
  #ends: DialogEnds
  #sequence = 0

  constructor(channel: SipChannel, ends: DialogEnds) {
    this.#channel = channel
    this.#ends = ends
  }

  get callId(): string {
    return this.#ends.callId
  }

  /** Where we are in the dialog, from the answer to our INVITE. */
  confirm(remote: string, target: string | undefined): void {
    this.#ends = { ...this.#ends, remote, target: target ?? this.#ends.target }
  }

  /** Sends a request of its own transaction and returns its branch and number, which ACK and CANCEL repeat. */
  request(method: string, extra: readonly SipHeader[] = [], body = ''): { readonly branch: string; readonly sequence: number } {
    const branch = newBranch()
    const sequence = ++this.#sequence
    this.repeat(method, branch, sequence, extra, body)
    return { branch, sequence }
  }

  /** Sends a request within the transaction of another (CANCEL, ACK). */
  repeat(method: string, branch: string, sequence: number, extra: readonly SipHeader[] = [], body = ''): void {
    const { callId, local, localTag, remote, target } = this.#ends
    const headers: SipHeader[] = [
      ['Via', `SIP/2.0/WS ${this.#channel.address};branch=${branch}`],
      ['Max-Forwards', '70'],
      ['From', `${local};tag=${localTag}`],
      ['To', remote],
      ['Call-ID', callId],
      ['CSeq', `${sequence} ${method}`],
      ...extra,
      ...sdpType(body),
    ]
    this.#channel.send(formatSip(`${method} ${target} SIP/2.0`, headers, body))
  }

  reply(request: SipRequest, status: string, extra: readonly SipHeader[] = [], body = ''): void {
    this.#channel.send(formatReply(request, status, this.#ends.localTag, [...extra, ...sdpType(body)], body))
  }

  get contact(): SipHeader {
    return ['Contact', `<sip:line@${this.#channel.address};transport=ws>`]
  }
}

/** RFC 3261 section 8.1.1.7: the cookie says that the branch is unique. */
export function newBranch(): string {
  return `z9hG4bK${randomBytes(8).toString('hex')}`
}

function sdpType(body: string): SipHeader[] {
  return body ? [['Content-Type', 'application/sdp']] : []
}
