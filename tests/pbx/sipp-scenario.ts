/** SIPp scenarios. Words in brackets are SIPp's; `[callername]` and `[pai]` come by `-key`, the number `[field0]` by `-inf`. */

export interface CallerScenario {
  /** Hangs up by itself so long after the answer. */
  readonly durationMs: number
  /** Gives up so long after the first ring, with a CANCEL; never answers. */
  readonly cancelAfterMs?: number
  readonly pai: boolean
  /** Withholds the number: anonymous From and `Privacy: id` (RFC 3323). */
  readonly anonymous: boolean
  /** µ-law file, looped. */
  readonly audioFile?: string
}

const logCall = '<log message="call [call_id]"/>'
const logAnswer = '<action><log message="answered"/></action>'

/**
 * SIPp cannot be told to hang up one call, so a MESSAGE of ours with the call's Call-ID is the sign for it: see `sipp.ts`.
 * `-aa` answers the requests that Asterisk might send by itself; MESSAGE is not among them.
 */
const orSign = (next: string, timeoutMs?: number) =>
  `<recv request="MESSAGE" optional="true" next="${next}"${timeoutMs === undefined ? '' : ` timeout="${timeoutMs}" ontimeout="${next}"`}/>`

export function callerScenario(call: CallerScenario): string {
  const from = call.anonymous
    ? '"Anonymous" <sip:anonymous@anonymous.invalid>'
    : '[callername]<sip:[field0]@[local_ip]:[local_port]>'
  const headers = [...(call.pai ? ['P-Asserted-Identity: [pai]'] : []), ...(call.anonymous ? ['Privacy: id'] : []), contact]
  const steps = [
    send({ method: 'INVITE', from, headers, body: sdp }),
    `<recv response="100" optional="true"><action>${logCall}</action></recv>`,
    ...(call.cancelAfterMs === undefined
      ? talk(call, from)
      : ['<recv response="180"/>', `<pause milliseconds="${call.cancelAfterMs}"/>`, '<label id="cancel"/>']),
  ]
  return scenario('caller', [
    ...steps,
    ...giveUp(steps.filter((step) => !step.startsWith('<label')).length, from),
    '<label id="end"/>',
  ])
}

function talk(call: CallerScenario, from: string): string[] {
  return [
    '<recv response="180" optional="true"/>',
    '<recv response="183" optional="true"/>',
    orSign('cancel'),
    `<recv response="200" rtd="true" counter="1">${logAnswer}</recv>`,
    send({ method: 'ACK', from, headers: [contact] }),
    ...speak(call.audioFile),
    orSign('hangup', call.durationMs),
    '<recv request="BYE"/>',
    answer({ status: '200 OK', attributes: ' next="end"' }),
    '<label id="hangup"/>',
    send({ method: 'BYE', from }),
    '<recv response="200" next="end"/>',
    '<label id="cancel"/>',
  ]
}

/**
 * RFC 3261 section 9.1: the CANCEL and the ACK of the 487 belong to the INVITE's transaction, so they carry its branch, which
 * SIPp finds by counting steps back. `index` is the CANCEL's own; the INVITE is step 0.
 */
function giveUp(index: number, from: string): string[] {
  return [
    send({ method: 'CANCEL', from, branch: `[branch-${index}]` }),
    '<recv response="200"/>',
    '<recv response="487"/>',
    send({ method: 'ACK', from, branch: `[branch-${index + 3}]` }),
  ]
}

function speak(audioFile: string | undefined): string[] {
  return audioFile === undefined ? [] : [`<nop><action><exec rtp_stream="${audioFile},-1,0,PCMU/8000"/></action></nop>`]
}

export interface CalledScenario {
  readonly ringMs: number
  /** The final answer: 200, or a refusal such as 486. */
  readonly status: number
  /** Hangs up so long after the answer; undefined waits for the other side. */
  readonly durationMs?: number
  readonly audioFile?: string
}

/** Who is called from inside: rings, answers or refuses, talks, hangs up or is hung up on. */
export function calledScenario(call: CalledScenario): string {
  return scenario('called', [
    `<recv request="INVITE"><action>${keepHeader('From:', 1)}${keepHeader('To:', 2)}${logCall}</action></recv>`,
    answer({ status: '180 Ringing', tag: true, headers: [contact] }),
    `<pause milliseconds="${call.ringMs}"/>`,
    ...(call.status === 200
      ? converse(call)
      : [answer({ status: `${call.status} Refused`, tag: true }), '<recv request="ACK"/>']),
    '<label id="end"/>',
    '<Reference variables="1,2"/>',
  ])
}

function converse(call: CalledScenario): string[] {
  return [
    answer({ status: '200 OK', tag: true, headers: [contact, 'Allow: INVITE, ACK, CANCEL, BYE'], body: sdp }),
    `<recv request="ACK" counter="1">${logAnswer}</recv>`,
    ...speak(call.audioFile),
    orSign('hangup', call.durationMs),
    '<recv request="BYE"/>',
    answer({ status: '200 OK', attributes: ' next="end"' }),
    '<label id="hangup"/>',
    message(
      [
        `BYE ${target} SIP/2.0`,
        'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
        `From: [$2]${ownTag}`,
        'To: [$1]',
        'Call-ID: [call_id]',
        'CSeq: 1 BYE',
        'Max-Forwards: 70',
      ],
      undefined,
      ' retrans="500"',
    ),
    '<recv response="200"/>',
  ]
}

function keepHeader(name: string, variable: number): string {
  return `<ereg regexp=".*" search_in="hdr" header="${name}" assign_to="${variable}"/>`
}

const target = 'sip:[service]@[remote_ip]:[remote_port]'
const contact = 'Contact: <sip:sipp@[local_ip]:[local_port]>'
const sdp = `v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20`

const ownTag = ';tag=[pid]s[call_number]'

interface Request {
  readonly method: 'INVITE' | 'ACK' | 'BYE' | 'CANCEL'
  readonly from: string
  readonly branch?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

function send({ method, from, branch = '[branch]', headers = [], body }: Request): string {
  const lines = [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
    `From: ${from}${ownTag}`,
    `To: <${target}>${method === 'ACK' || method === 'BYE' ? '[peer_tag_param]' : ''}`,
    'Call-ID: [call_id]',
    `CSeq: ${method === 'BYE' ? 2 : 1} ${method}`,
    'Max-Forwards: 70',
    ...headers,
  ]
  return message(lines, body, method === 'ACK' ? '' : ' retrans="500"')
}

interface Answer {
  readonly status: string
  /** Answers outside of a dialog add the tag that makes one. */
  readonly tag?: boolean
  readonly headers?: readonly string[]
  readonly body?: string
  readonly attributes?: string
}

function answer({ status, tag = false, headers = [], body, attributes = '' }: Answer): string {
  const copied = [
    '[last_Via:]',
    '[last_From:]',
    `[last_To:]${tag ? ownTag : ''}`,
    '[last_Call-ID:]',
    '[last_CSeq:]',
    '[last_Record-Route:]',
  ]
  return message([`SIP/2.0 ${status}`, ...copied, ...headers], body, attributes)
}

function message(lines: readonly string[], body: string | undefined, attributes: string): string {
  const head = [...lines, ...(body === undefined ? [] : ['Content-Type: application/sdp']), 'Content-Length: [len]'].join('\n')
  return `<send${attributes}><![CDATA[\n\n${head}\n\n${body === undefined ? '' : `${body}\n`}]]></send>`
}

function scenario(name: string, steps: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${name}">\n${steps.join('\n')}\n</scenario>\n`
}
