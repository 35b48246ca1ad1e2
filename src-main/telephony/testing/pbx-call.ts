import { randomBytes } from 'node:crypto'
import type { ScriptedPbx } from './scripted-pbx.ts'
import { sdp, type SipText, tagOf, writeSip } from './sip-text.ts'

export interface PbxCallOptions {
  readonly from?: string
  readonly to?: string
  readonly requestUri?: string
  readonly headers?: readonly string[]
  /** Empty: an INVITE without an offer. */
  readonly body?: string
}

/** A call that the scripted PBX makes to the registered phone. */
export class PbxCall {
  readonly id = `${randomBytes(6).toString('hex')}@pbx.test`
  readonly #pbx: ScriptedPbx
  readonly #options: PbxCallOptions
  readonly #branch = `z9hG4bK${randomBytes(6).toString('hex')}`
  readonly #contact: string
  #cseq = 1
  #phoneTag = ''

  constructor(pbx: ScriptedPbx, options: PbxCallOptions) {
    this.#pbx = pbx
    this.#options = options
    this.#contact = options.requestUri ?? pbx.contact
  }

  inviteText(): string {
    return this.#text('INVITE', this.#branch, 1, this.#options.body ?? sdp(), this.#options.headers)
  }

  invite(): this {
    this.#pbx.send(this.inviteText())
    return this
  }

  /** The phone's answer to this call's latest request of `method`. */
  async answered(status: number, method = 'INVITE'): Promise<SipText> {
    const answer = await this.#pbx.wait(
      (message) =>
        message.status === status &&
        message.method === method &&
        message.header('Call-ID') === this.id &&
        this.#isLatest(message),
    )
    this.#phoneTag ||= tagOf(answer.header('To'))
    return answer
  }

  #isLatest(message: SipText): boolean {
    return Number(message.header('CSeq').split(' ')[0]) === this.#cseq
  }

  /** A request of the phone inside this call. */
  asked(method: string, after = 0): Promise<SipText> {
    return this.#pbx.wait(
      (message) => message.status === undefined && message.method === method && message.header('Call-ID') === this.id,
      after,
    )
  }

  ack(body = ''): void {
    this.#send('ACK', this.#cseq, body)
  }

  cancel(...reasons: string[]): void {
    this.#pbx.send(
      this.#text(
        'CANCEL',
        this.#branch,
        1,
        '',
        reasons.map((reason) => `Reason: ${reason}`),
      ),
    )
  }

  bye(): void {
    this.#send('BYE', ++this.#cseq)
  }

  reInvite(body: string): void {
    this.#send('INVITE', ++this.#cseq, body)
  }

  request(method: string, headers: readonly string[] = []): void {
    this.#send(method, ++this.#cseq, '', headers)
  }

  #send(method: string, cseq: number, body = '', headers: readonly string[] = []): void {
    this.#pbx.send(this.#text(method, `z9hG4bK${randomBytes(6).toString('hex')}`, cseq, body, headers))
  }

  #text(method: string, branch: string, cseq: number, body: string, headers: readonly string[] = []): string {
    const { from = '"Caller" <sip:+380671234567@pbx.test>', to = `<sip:${this.#pbx.user}@pbx.test>` } = this.#options
    return writeSip(
      [
        `${method} ${this.#contact} SIP/2.0`,
        `Via: SIP/2.0/WS pbx.test;branch=${branch}`,
        'Max-Forwards: 70',
        `From: ${from};tag=pbx${this.id.slice(0, 6)}`,
        `To: ${to}${this.#phoneTag ? `;tag=${this.#phoneTag}` : ''}`,
        `Call-ID: ${this.id}`,
        `CSeq: ${cseq} ${method}`,
        'Contact: <sip:pbx@pbx.test;transport=ws>',
        ...headers,
        ...(body ? ['Content-Type: application/sdp'] : []),
      ],
      body,
    )
  }
}
