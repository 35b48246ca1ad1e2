/** A SIP message as read by the scripted PBX: no grammar, so that it can speak and hear nonsense too. */
export interface SipText {
  readonly text: string
  /** Of a request; of a response the one in its CSeq. */
  readonly method: string
  /** Undefined: a request. */
  readonly status: number | undefined
  readonly requestUri: string
  readonly body: string
  header(name: string): string
  headers(name: string): string[]
}

export function readSip(text: string): SipText {
  const split = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, split).split('\r\n')
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf(':')).trim().toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ])
  const headers = (name: string) => pairs.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value!)
  const header = (name: string) => headers(name)[0] ?? ''
  const isResponse = first.startsWith('SIP/2.0 ')
  return {
    text,
    method: isResponse ? header('CSeq').split(' ')[1]! : first.split(' ')[0]!,
    status: isResponse ? Number(first.split(' ')[1]) : undefined,
    requestUri: isResponse ? '' : first.split(' ')[1]!,
    body: text.slice(split + 4),
    header,
    headers,
  }
}

/** Lines joined as SIP wants them, Content-Length added. */
export function writeSip(lines: readonly string[], body = ''): string {
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}

export function tagOf(header: string): string {
  return /;tag=([^;>\s]+)/.exec(header)?.[1] ?? ''
}

export function sdp(direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' = 'sendrecv', version = 1): string {
  return [
    'v=0',
    `o=- 1 ${version} IN IP4 127.0.0.1`,
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 4000 RTP/AVP 0',
    'a=rtpmap:0 PCMU/8000',
    `a=${direction}`,
    '',
  ].join('\r\n')
}
