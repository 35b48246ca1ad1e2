/** SIP messages (RFC 3261) as the demo line needs them: one whole message in each WebSocket frame (RFC 7118). */
export type SipHeader = readonly [name: string, value: string]

interface SipContent {
  readonly headers: readonly SipHeader[]
  readonly body: string
}
export interface SipRequest extends SipContent {
  readonly kind: 'request'
  readonly method: string
  readonly uri: string
}
export interface SipResponse extends SipContent {
  readonly kind: 'response'
  readonly status: number
}
export type SipMessage = SipRequest | SipResponse

const requestLine = /^([A-Z]{1,20}) (\S{1,2000}) SIP\/2\.0$/
const statusLine = /^SIP\/2\.0 ([1-6]\d\d) /
const compactNames: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  c: 'content-type',
  l: 'content-length',
}

/** Undefined for what is no SIP message, or lacks what every answer is built from. */
export function parseSip(text: string): SipMessage | undefined {
  const split = /\r?\n\r?\n/.exec(text)
  const head = split ? text.slice(0, split.index) : text
  const body = split ? text.slice(split.index + split[0].length) : ''
  // RFC 3261 section 7.3.1: a line that begins with space continues the one before.
  const [first = '', ...lines] = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const headers = lines.flatMap((line): SipHeader[] => {
    const colon = line.indexOf(':')
    if (colon < 1) return []
    const name = line.slice(0, colon).trim().toLowerCase()
    return [[compactNames[name] ?? name, line.slice(colon + 1).trim()]]
  })
  if (['via', 'from', 'to', 'call-id', 'cseq'].some((name) => headerOf({ headers }, name) === undefined)) return undefined
  const request = requestLine.exec(first)
  if (request) return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body }
  const response = statusLine.exec(first)
  if (response) return { kind: 'response', status: Number(response[1]), headers, body }
  return undefined
}

/** `name` in lower case; the first of several. */
export function headerOf(message: Pick<SipContent, 'headers'>, name: string): string | undefined {
  return message.headers.find(([each]) => each === name)?.[1]
}

/** The method that a message's CSeq names. */
export function sequenceMethod(message: SipMessage): string {
  return headerOf(message, 'cseq')?.split(/\s+/)[1] ?? ''
}

export function sequenceNumber(message: SipMessage): number {
  return Number.parseInt(headerOf(message, 'cseq') ?? '', 10) || 0
}

/** The URI of a Contact, From or To: inside the angle brackets, or all before the parameters. */
export function uriOf(header: string): string {
  const bracket = /<([^>]*)>/.exec(header.replace(/"(?:[^"\\]|\\.)*"/g, ''))
  return bracket?.[1] ?? header.split(';')[0]?.trim() ?? ''
}

export function formatSip(startLine: string, headers: readonly SipHeader[], body = ''): string {
  const lines = headers.map(([name, value]) => `${name}: ${oneLine(value)}`)
  return [startLine, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}

/** An answer to `request` with the headers that RFC 3261 section 8.2.6 copies; `tag` is added to a To that has none. */
export function formatReply(
  request: SipRequest,
  status: string,
  tag: string,
  extra: readonly SipHeader[] = [],
  body = '',
): string {
  const to = headerOf(request, 'to') ?? ''
  const headers: SipHeader[] = [
    ...request.headers.filter(([name]) => name === 'via').map(([, value]): SipHeader => ['Via', value]),
    ['From', headerOf(request, 'from') ?? ''],
    ['To', status.startsWith('100') || /;\s*tag=/i.test(to) ? to : `${to};tag=${tag}`],
    ['Call-ID', headerOf(request, 'call-id') ?? ''],
    ['CSeq', headerOf(request, 'cseq') ?? ''],
    ...extra,
  ]
  return formatSip(`SIP/2.0 ${status}`, headers, body)
}

/**
 * A display name as a quoted-string (RFC 3261 section 25.1). Everything but a line break can be said in one: quotes,
 * backslashes and control characters become quoted pairs.
 */
export function quoted(text: string): string {
  const pairs = Array.from(oneLine(text), (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x20 || code === 0x22 || code === 0x5c || code === 0x7f ? `\\${character}` : character
  })
  return `"${pairs.join('')}"`
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
