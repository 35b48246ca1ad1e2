import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { caller } from '#shared/domain/call/caller.ts'
import { PhoneBench } from './testing/phone-bench.ts'

let bench: PhoneBench
afterEach(() => bench.stop())

/** A generator whose seed a failure prints (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const name60k = `"${'Ї'.repeat(30_000)}" <sip:+380671234567@pbx.test>`

describe('hostile messages', () => {
  it.each<[string, (text: string) => string | Uint8Array]>([
    ['oversize', (text) => text + 'x'.repeat(20_000)],
    ['a display name of 60 kB', (text) => text.replace(/From: .*?;tag/, `From: ${name60k};tag`)],
    ['a tel: Request-URI', (text) => text.replace(/^INVITE \S+/, 'INVITE tel:+380671234567')],
    ['an unknown scheme', (text) => text.replace(/^INVITE \S+/, 'INVITE gopher://x')],
    ['a broken start line', (text) => text.replace(/^INVITE/, 'INV ITE')],
    ['no end of the headers', (text) => text.slice(0, text.indexOf('\r\n\r\n'))],
    ['binary garbage', () => randomBytes(3_000)],
    ['no Via', (text) => text.replace(/Via: .*\r\n/, '')],
    ['no From', (text) => text.replace(/From: .*\r\n/, '')],
    ['no CSeq', (text) => text.replace(/CSeq: .*\r\n/, '')],
    ['a CSeq of words', (text) => text.replace(/CSeq: .*\r\n/, 'CSeq: many INVITE\r\n')],
    ['no Contact', (text) => text.replace(/Contact: .*\r\n/, '')],
    ['a broken Contact', (text) => text.replace(/Contact: .*\r\n/, 'Contact: <<<\r\n')],
    ['a length that lies', (text) => text.replace(/Content-Length: .*\r\n/, 'Content-Length: 99999\r\n')],
    ['a header without a colon', (text) => text.replace('Max-Forwards: 70', 'Max-Forwards 70')],
    ['zeros', () => new Uint8Array(500)],
    ['a lone surrogate half', (text) => text.replace('"Caller"', '"\ud800"')],
  ])('%s: the phone lives and takes the next call', async (_what, spoil) => {
    bench = await PhoneBench.registered()
    bench.pbx.send(spoil(bench.pbx.call().inviteText()))
    const call = bench.pbx.call({ from: '"Next" <sip:+380500000001@pbx.test>' }).invite()
    await call.answered(180)
    expect(bench.phone.line.get().kind).toBe('registered')
    expect(bench.events.some((event) => event.kind === 'incoming' && event.caller.displayName === 'Next')).toBe(true)
  })

  it('are logged with a cause and without a word of what they said', async () => {
    bench = await PhoneBench.registered()
    const from = '"Secret Name" <sip:+380671234567@pbx.test>'
    const text = bench.pbx.call({ from }).inviteText()
    bench.pbx.send(text.replace(/^INVITE/, 'INV ITE'))
    bench.pbx.send(text + 'x'.repeat(20_000))
    bench.pbx.send(text.replace(/^INVITE \S+/, 'INVITE tel:+380671234567'))
    bench.pbx.send(text.replace(/CSeq: .*\r\n/, 'CSeq: many INVITE\r\n'))
    await bench.ringing()
    const dropped = bench.log.lines.filter(({ message }) => message === 'message dropped').map(({ fields }) => fields.cause)
    expect(dropped).toEqual(['not-sip', 'oversize', 'parser-threw', 'header'])
    expect(JSON.stringify(bench.log.lines)).not.toMatch(/Secret|38067/)
  })

  it('answers to nothing that was asked are dropped too', async () => {
    bench = await PhoneBench.registered()
    const register = bench.pbx.heard.at(-1)!
    bench.pbx.send(`SIP/2.0 200 OK\r\nVia: ${register.header('Via')}\r\n\r\n`)
    bench.pbx.send(`SIP/2.0 777 Odd\r\nVia: x\r\nFrom: a\r\nTo: b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n`)
    await bench.ringing()
  })

  const seed = Number(process.env.SEED ?? 20_261_121)
  it(`mutated at random (SEED=${seed}) never reach the process`, async () => {
    bench = await PhoneBench.registered()
    const random = seeded(seed)
    const pick = (below: number) => Math.floor(random() * below)
    for (let count = 0; count < 300; count++) {
      const text = bench.pbx.call({ headers: ['X-Queue: support', 'P-Asserted-Identity: <tel:+380671234567>'] }).inviteText()
      const bytes = Buffer.from(text)
      for (let change = 0; change <= pick(6); change++) {
        const at = pick(bytes.length)
        if (random() < 0.5) bytes[at] = pick(256)
        else bytes.copy(bytes, at, pick(bytes.length))
      }
      bench.pbx.send(bytes)
    }
    bench.pbx.call({ from: '"Last" <sip:+380500000009@pbx.test>' }).invite()
    await expect
      .poll(
        () =>
          bench.pbx.heard.some(
            (message) => /^SIP\/2.0 (180|486)/.test(message.text) && message.header('From').startsWith('"Last"'),
          ),
        {
          timeout: 10_000,
        },
      )
      .toBe(true)
    for (const event of bench.events) if (event.kind === 'incoming') caller.parse(event.caller)
  })
})

describe('a hostile name', () => {
  it.each([
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['=HYPERLINK(\\"http://x\\")', '=HYPERLINK("http://x")'],
    ['a\u202eb\u0007c\u200bd', 'abcd'],
    ['{{ customer.name }}', '{{ customer.name }}'],
    ['N'.repeat(9_000), 'N'.repeat(128)],
  ])('%#: arrives as harmless, bounded text', async (name, expected) => {
    bench = await PhoneBench.registered()
    bench.pbx.call({ from: `"${name}" <sip:+380671234567@pbx.test>` }).invite()
    const popped = await bench.incoming()
    expect(popped.caller.displayName).toBe(expected)
    caller.parse(popped.caller)
  })
})

describe('media that misbehaves', () => {
  it('a step that throws fails the answer, not the process', async () => {
    bench = await PhoneBench.registered()
    const { callId } = await bench.ringing()
    bench.media.do = () => Promise.reject(new Error('broken page'))
    bench.media.setAlive(false)
    bench.media.setAlive(true)
    expect(await bench.phone.answer(callId)).toMatchObject({ failure: { kind: 'media-failed' } })
    expect(await bench.phone.reject(callId, 'busy')).toMatchObject({ ok: true })
  })

  it('a listener that throws does not keep the call from ringing', async () => {
    bench = await PhoneBench.registered()
    bench.phone.onEvent(() => {
      throw new Error('a defect elsewhere')
    })
    await bench.ringing()
    expect(bench.log.lines.some(({ message }) => message === 'a listener of the phone failed')).toBe(true)
  })
})
