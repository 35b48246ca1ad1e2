import { Grammar } from 'sip.js'
import { describe, expect, it } from 'vitest'
import {
  formatReply,
  formatSip,
  headerOf,
  parseSip,
  quoted,
  type SipRequest,
  sequenceMethod,
  sequenceNumber,
  uriOf,
} from './sip-message.ts'

const invite = [
  'INVITE sip:+380501112233@demo.invalid SIP/2.0',
  'v: SIP/2.0/WS one.invalid;branch=z9hG4bK1',
  'Via: SIP/2.0/WS two.invalid;branch=z9hG4bK2',
  'f: "A;B" <sip:demo@demo.invalid>;tag=a',
  'To: <sip:+380501112233@demo.invalid>',
  'Call-ID: x',
  'CSeq: 7 INVITE',
  'Subject: folded',
  '  twice',
  '',
  'v=0',
].join('\r\n')

describe('SIP messages', () => {
  it('parses a request with folded and compact headers', () => {
    const message = parseSip(invite) as SipRequest
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:+380501112233@demo.invalid', body: 'v=0' })
    expect(headerOf(message, 'via')).toBe('SIP/2.0/WS one.invalid;branch=z9hG4bK1')
    expect(headerOf(message, 'subject')).toBe('folded twice')
    expect([sequenceMethod(message), sequenceNumber(message)]).toEqual(['INVITE', 7])
  })

  it.each([
    '',
    '\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    invite.replace('Call-ID: x\r\n', ''),
    invite.replace('SIP/2.0', 'SIP/3.0'),
  ])('takes %j for no message', (text) => {
    expect(parseSip(text)).toBeUndefined()
  })

  it('answers with the copied headers and tags a To without tag', () => {
    const reply = parseSip(formatReply(parseSip(invite) as SipRequest, '180 Ringing', 'mine'))
    expect(reply).toMatchObject({ kind: 'response', status: 180 })
    expect(reply?.headers.filter(([name]) => name === 'via')).toHaveLength(2)
    expect(reply && headerOf(reply, 'to')).toBe('<sip:+380501112233@demo.invalid>;tag=mine')
  })

  it('counts the body in bytes and lets no header begin another', () => {
    const text = formatSip('OPTIONS sip:a SIP/2.0', [['X-Queue', 'support\r\nX-Evil: 1']], 'ї')
    expect(text).toBe('OPTIONS sip:a SIP/2.0\r\nX-Queue: support X-Evil: 1\r\nContent-Length: 2\r\n\r\nї')
  })

  it.each([
    ['"<sip:evil@x>" <sip:good@y;transport=ws>;expires=60', 'sip:good@y;transport=ws'],
    ['"a\\"<sip:evil@x>" <sip:good@y>', 'sip:good@y'],
    ['sip:bare@y;tag=1', 'sip:bare@y'],
  ])('finds the URI of %j', (header, uri) => {
    expect(uriOf(header)).toBe(uri)
  })

  it.each([
    'Олена Ґ',
    '"; DROP',
    '<script>alert(1)</script>',
    'a\\b\\',
    '\u202egnp.exe',
    'x\u0000\u0007\u007f',
    '=cmd|"/c calc"!A0',
    '\ttab',
    '',
  ])('quotes %j so that a SIP parser accepts it', (name) => {
    expect(Grammar.nameAddrHeaderParse(`${quoted(name)} <sip:1@demo.invalid>;tag=1`)?.uri.user).toBe('1')
  })

  it('quotes what a reader unquotes to the same name', () => {
    const name = 'He said "hi" \\ <bye>'
    expect(quoted(name).slice(1, -1).replace(/\\(.)/g, '$1')).toBe(name)
    expect(quoted('two\r\nlines')).toBe('"two lines"')
  })
})
