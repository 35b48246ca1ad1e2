import { describe, expect, it } from 'vitest'
import { refreshDelayMs, retryDelayMs } from './back-off.ts'
import { cancelReason } from './cancel-reason.ts'
import { endReasonOf } from './final-answer.ts'
import { glareDelayMs } from './glare.ts'
import { connectProblem, registerProblem } from './line-problem.ts'
import { readLineAddress } from './line-address.ts'
import { holdsUs, sdpDirection } from './sdp-direction.ts'

describe('why a caller was cancelled', () => {
  it.each([
    [[], 'caller-gave-up'],
    [['Q.850;cause=127'], 'caller-gave-up'],
    [['Q.850;cause=16;text="Normal call clearing"'], 'caller-gave-up'],
    [['Q.850;cause=0'], 'queue-timeout'],
    [['Q.850 ; text="x" ; cause = 19'], 'queue-timeout'],
    [['SIP;cause=200;text="Call completed elsewhere"'], 'answered-elsewhere'],
    [['SIP ;cause=200 ;text="x", Q.850;cause=0'], 'answered-elsewhere'],
    [['Q.850;cause=0', 'SIP;cause=200'], 'answered-elsewhere'],
    [['Q.850;cause=26'], 'answered-elsewhere'],
    [['SIP;cause=2000'], 'caller-gave-up'],
    [['garbage;;;=cause'], 'caller-gave-up'],
    [[`Q.850;${'x'.repeat(9_000)}cause=0`], 'caller-gave-up'],
  ])('%j: %s', (headers, reason) => expect(cancelReason(headers)).toBe(reason))
})

describe('a final answer', () => {
  it.each([
    [607, 'declined-there'],
    [500, 'failed'],
    [403, 'failed'],
  ])('%d: %s', (status, reason) => {
    expect(endReasonOf(status)).toBe(reason)
  })
})

describe('waiting', () => {
  it('doubles up to the maximum, and is random in its second half', () => {
    const steps = { baseMs: 2_000, maxMs: 60_000 }
    expect([0, 1, 2, 5, 900].map((failures) => retryDelayMs(failures, steps, () => 0))).toEqual([
      1_000, 2_000, 4_000, 30_000, 30_000,
    ])
    expect(retryDelayMs(0, steps, () => 0.999_999)).toBe(2_000)
  })

  it('for a refresh ends between 50 and 85 % of what was granted', () => {
    expect(refreshDelayMs(120, () => 0)).toBe(60_000)
    expect(refreshDelayMs(120, () => 0.999_999)).toBe(102_000)
  })

  it('after glare is 2.1-4 s for the owner of the Call-ID and 0-2 s for the other (RFC 3261 §14.1)', () => {
    expect([glareDelayMs(true, () => 0), glareDelayMs(true, () => 0.999_999)]).toEqual([2_100, 4_000])
    expect([glareDelayMs(false, () => 0), glareDelayMs(false, () => 0.999_999)]).toEqual([0, 2_000])
  })
})

describe('a problem of the line', () => {
  const coded = (code: string, message = '') => Object.assign(new Error(message), { code })
  it.each([
    [coded('ECONNREFUSED'), 'line-refused'],
    [new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), 'line-refused'],
    [coded('ENOTFOUND'), 'line-unreachable'],
    [coded('EHOSTUNREACH'), 'line-unreachable'],
    [new Error('Opening handshake has timed out'), 'line-unreachable'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'line-tls-untrusted'],
    [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'line-tls-untrusted'],
    [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'line-tls-untrusted'],
    [coded('CERT_HAS_EXPIRED'), 'line-tls-untrusted'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'line-tls-untrusted'],
    [coded('EPROTO'), 'line-tls-untrusted'],
    [new Error('Unexpected server response: 404'), 'line-not-websocket'],
    [new Error('Unexpected server response: 502'), 'line-server-error'],
    [new Error('Server sent no subprotocol'), 'line-not-websocket'],
    [coded('ECONNRESET', 'socket hang up'), 'line-not-websocket'],
    [coded('HPE_INVALID_CONSTANT'), 'line-not-websocket'],
    [coded('ERR_INVALID_URL'), 'line-bad-address'],
    ['not even an error', 'line-unreachable'],
  ])('%s: %s', (error, kind) => expect(connectProblem(error).failure.kind).toBe(kind))

  it('of the credentials is tried again slowly, one of the server is not', () => {
    expect(registerProblem(401)).toEqual({ failure: { kind: 'line-wrong-password' }, slow: true })
    expect(registerProblem(404)).toEqual({ failure: { kind: 'line-forbidden', params: { status: 404 } }, slow: true })
    expect(registerProblem(500)).toEqual({ failure: { kind: 'line-server-error', params: { status: 500 } }, slow: false })
    expect(registerProblem(408)).toEqual({ failure: { kind: 'line-no-answer' }, slow: false })
  })
})

describe('the address of a line', () => {
  const settings = { server: 'wss://pbx.test:8089/ws', user: 'desk 1' }
  it('takes the domain from the server where none is given, and keeps the name harmless in a header', () => {
    const address = readLineAddress({ ...settings, displayName: 'A "B"\r\nX: y' })
    expect(String(address?.aor)).toBe('sip:desk%201@pbx.test')
    expect(address?.displayName).toBe('A BX: y')
    expect(String(readLineAddress({ ...settings, domain: 'company.test' })?.registrar)).toBe('sip:company.test')
  })

  it('has no room for a domain that is none', () => {
    expect(readLineAddress({ ...settings, domain: 'a b' })).toBeUndefined()
  })
})

describe('the direction of a description', () => {
  it.each([
    ['v=0\r\nm=audio 1 RTP/AVP 0\r\na=sendonly\r\n', 'sendonly', true],
    ['v=0\r\na=inactive\r\nm=audio 1 RTP/AVP 0\r\n', 'inactive', true],
    ['v=0\r\na=inactive\r\nm=audio 1 RTP/AVP 0\r\na=sendrecv\r\n', 'sendrecv', false],
    ['v=0\r\nm=video 1 RTP/AVP 0\r\na=sendonly\r\nm=audio 1 RTP/AVP 0\r\n', 'sendrecv', false],
    ['v=0\r\nm=audio 1 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n', 'inactive', true],
    ['v=0\r\nm=audio 1 RTP/AVP 0\r\na=recvonly\r\n', 'recvonly', false],
    ['', 'sendrecv', false],
  ] as const)('%j', (sdp, direction, held) => {
    expect(sdpDirection(sdp)).toBe(direction)
    expect(holdsUs(direction)).toBe(held)
  })
})
