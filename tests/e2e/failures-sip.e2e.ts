import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { ScriptedPbx } from '#main/telephony/testing/scripted-pbx.ts'
import { writeSip } from '#main/telephony/testing/sip-text.ts'
import { ring, type ScriptedCaller } from './scripted-caller.ts'
import { bar, note, status, tabs, test, type Workplace, wrapUp } from './workplace.ts'

/** A PBX, or somebody who found a way to it, that says what it should not, while a call is going on. */
const secret = 'Таємниця Потаємна'
const caller = '+380671112233'
let pbx: ScriptedPbx
let talk: ScriptedCaller

test.beforeEach(async ({ page, workplace }) => {
  pbx = await ScriptedPbx.start()
  const { server, user, password } = pbx.account
  await workplace.seat().call('line.configure', { line: { server, user }, password })
  await expect(status(page)).toContainText('Лінія готова')
  talk = await ring(pbx, { from: `"${secret}" <sip:${caller}@pbx.test>` })
  await expect(tabs(page)).toContainText('дзвонить')
  await page.keyboard.press('F2')
  await talk.answered()
  await expect(tabs(page)).toContainText('розмова')
  await bothHear(workplace)
})

test.afterEach(async () => {
  talk?.audio.dispose()
  await pbx?.stop()
})

/** Both directions, from now on. */
async function bothHear({ audio }: Workplace): Promise<void> {
  const { received } = await audio()
  const { packets } = talk.audio.heard
  // An operator who says nothing hears the caller's tone every few seconds.
  await expect.poll(async () => (await audio()).received, { timeout: 30_000 }).toBeGreaterThan(received + 0.005)
  await expect.poll(() => talk.audio.heard.packets).toBeGreaterThan(packets + 20)
}

/** A request of somebody who has seen this call go by, but not all of it. */
function spoofed(method: string, { from, to, branch, cseq = 900 }: { from: string; to: string; branch?: string; cseq?: number }) {
  return writeSip([
    `${method} ${pbx.contact} SIP/2.0`,
    `Via: SIP/2.0/WS evil.test;branch=${branch ?? `z9hG4bK${randomBytes(6).toString('hex')}`}`,
    'Max-Forwards: 70',
    `From: <sip:${caller}@pbx.test>;tag=${from}`,
    `To: <sip:101@pbx.test>;tag=${to}`,
    `Call-ID: ${talk.call.id}`,
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:evil@evil.test;transport=ws>',
  ])
}

async function logOf({ dataDir }: Workplace): Promise<string> {
  return readFile(path.join(dataDir, 'logs/dzvin.log'), 'utf8')
}

/** The phone still does its whole job: another caller rings and is shown. */
async function stillRings(page: Page): Promise<void> {
  const second = await ring(pbx, { from: '"Second" <sip:+380501112233@pbx.test>' })
  await expect(tabs(page)).toHaveCount(2)
  second.call.cancel()
  await expect(tabs(page)).toHaveCount(1)
  second.audio.dispose()
}

test('malformed messages in a call are dropped with their cause and without a word of what they said', async ({
  page,
  workplace,
}) => {
  const invite = pbx.call({ from: `"${secret}" <sip:${caller}@pbx.test>` }).inviteText()
  const spoils: readonly ((text: string) => string | Uint8Array)[] = [
    (text) => text.replace(/From: .*?;tag/, `From: "${'Ї'.repeat(30_000)}" <sip:${caller}@pbx.test>;tag`),
    (text) => text.replace(/^INVITE \S+/, `INVITE tel:${caller}`),
    (text) => text.replace(/^INVITE/, 'INV ITE'),
    (text) => text.replace(/Via: .*\r\n/, ''),
    (text) => text.replace(/CSeq: .*\r\n/, 'CSeq: many INVITE\r\n'),
    (text) => text.replace(/Content-Length: .*\r\n/, 'Content-Length: 99999\r\n'),
    (text) => text.slice(0, 200),
    () => randomBytes(5_000),
    () => new Uint8Array(500),
    () => `SIP/2.0 200 OK\r\nCall-ID: ${talk.call.id}\r\nCSeq: 1 BYE\r\n\r\n`,
  ]
  for (const spoil of spoils) pbx.send(spoil(invite))
  await stillRings(page)
  await expect(tabs(page)).toContainText('розмова')
  await bothHear(workplace)
  const log = await logOf(workplace)
  const causes = log.split('\n').flatMap((line) => {
    const entry = line === '' ? {} : (JSON.parse(line) as { msg?: string; cause?: string })
    return entry.msg === 'message dropped' ? [entry.cause] : []
  })
  expect(causes).toEqual(expect.arrayContaining(['oversize', 'parser-threw', 'not-sip', 'header']))
  expect(causes.length).toBeGreaterThanOrEqual(9)
  expect(log).not.toMatch(/Таємниця|Потаємна|380671112233|ЇЇЇ/)
  await expect(status(page)).toContainText('Лінія готова')
})

test('who does not know the tags of the call can neither end nor change it', async ({ page, workplace }) => {
  const ours = /;tag=([^;>\s]+)/.exec((await talk.call.answered(200)).header('To'))?.[1] ?? ''
  const theirs = `pbx${talk.call.id.slice(0, 6)}`
  const attempts = [
    spoofed('BYE', { from: 'guess', to: 'guess' }),
    spoofed('BYE', { from: theirs, to: 'guess' }),
    spoofed('BYE', { from: 'guess', to: ours }),
    // Too late and with a branch of its own: a CANCEL ends nothing that was answered (RFC 3261 §9.2).
    spoofed('CANCEL', { from: theirs, to: ours, cseq: 1 }),
    spoofed('REFER', { from: 'guess', to: ours }),
    spoofed('INVITE', { from: 'guess', to: ours }),
  ]
  for (const attempt of attempts) pbx.send(attempt)
  for (const method of ['BYE', 'CANCEL', 'REFER', 'INVITE']) {
    const answer = await pbx.wait((message) => message.method === method && message.status === 481)
    expect(answer.header('Call-ID')).toBe(talk.call.id)
  }
  await stillRings(page)
  await expect(tabs(page)).toContainText('розмова')
  await bothHear(workplace)

  // The true one ends it; what was typed is there.
  await page.keyboard.press('F6')
  await page.keyboard.type('Спроби обірвати')
  talk.call.bye()
  await expect(wrapUp(page)).toBeVisible()
  await expect(note(page)).toHaveValue('Спроби обірвати')
})

test('a CANCEL with another branch leaves a ringing call ringing', async ({ page }) => {
  const second = await ring(pbx, { from: '"Second" <sip:+380501112233@pbx.test>' })
  await expect(tabs(page)).toHaveCount(2)
  const cancel = second.call
    .inviteText()
    .replace(/INVITE/g, 'CANCEL')
    .replace(/branch=\S+/, 'branch=z9hG4bKguess')
    .replace(/\r\n\r\n[\s\S]*$/, '\r\n\r\n')
    .replace(/Content-Type: .*\r\n/, '')
    .replace(/Content-Length: .*\r\n/, 'Content-Length: 0\r\n')
  pbx.send(cancel)
  await pbx.wait((message) => message.method === 'CANCEL' && message.status === 481)
  await expect(tabs(page)).toHaveCount(2)
  await expect(bar(page)).toContainText('050 111 22 33Відповісти')
  second.call.cancel()
  await expect(tabs(page)).toHaveCount(1)
  second.audio.dispose()
})
