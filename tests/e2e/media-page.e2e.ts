import { fileURLToPath } from 'node:url'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { build } from 'vite'
import { createMediaLink, type MediaLink } from '#main/media-link/media-link.ts'
import { CallerAudio } from '#main/telephony/demo-line/caller-audio.ts'
import { Conversation } from '#main/telephony/demo-line/conversation.ts'
import { encodeMuLaw } from '#main/telephony/demo-line/g711.ts'
import type { MediaReport } from '#shared/contract/media-steps.ts'
import type { PageWire } from '#shared/contract/wire.ts'
import type { MediaStats } from '#shared/domain/media/media.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const address = 'http://localhost/media'
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }
const clock: Clock = {
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
const everyBrowser = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--autoplay-policy=no-user-gesture-required',
]
const withMicrophone = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']

/** One second at about 425 Hz, loud. */
const tone = Buffer.from(Array.from({ length: 8_000 }, (_, index) => encodeMuLaw(12_000 * Math.sin(index / 3))))

let script: string
let browser: Browser | undefined
let far: CallerAudio[] = []
let link: MediaLink | undefined

test.beforeAll(async () => {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: `${root}src-renderer/media/media-page.ts`, formats: ['es'], fileName: 'media' },
    },
  })
  const outputs = Array.isArray(built) ? built : [built]
  script =
    outputs.flatMap((each) => ('output' in each ? each.output : [])).flatMap((each) => ('code' in each ? [each.code] : []))[0] ??
    ''
})

test.afterEach(async () => {
  link?.dispose()
  for (const each of far) each.dispose()
  far = []
  await browser?.close()
})

/** The page as `media/main.ts` starts it, over a wire of this test; sounds and tracks that it opens are kept in `opened`. */
async function startPage(flags: readonly string[]): Promise<{ page: Page; media: MediaLink; reports: MediaReport[] }> {
  browser = await chromium.launch({
    executablePath: process.env.DZVIN_CHROMIUM ?? '/usr/bin/chromium',
    args: [...everyBrowser, ...flags],
  })
  const page = await browser.newPage()
  let hear: (message: unknown) => void = () => undefined
  await page.exposeFunction('toMain', (message: unknown) => hear(message))
  await page.route('http://localhost/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: pageHtml }),
  )
  const media = createMediaLink({ log: silent, clock })
  link = media
  const reports: MediaReport[] = []
  media.onReport((report) => reports.push(report))
  const wire: PageWire = {
    // A step that is asked while the test closes the page has nobody left to hear it.
    send: (message) =>
      void page
        .evaluate((each) => window.dispatchEvent(new CustomEvent('main', { detail: each })), message)
        .catch(() => undefined),
    onMessage: (listener) => {
      hear = listener
    },
    onClose: (listener) => void page.on('close', listener),
    close: () => undefined,
  }
  media.attach(wire)
  await page.goto(address)
  await expect.poll(() => reports.some(({ kind }) => kind === 'devices')).toBe(true)
  return { page, media, reports }
}

const pageHtml = `<!doctype html><script type="module">
  import { startMediaPage } from './media.js'
  window.opened = { contexts: [], tracks: [] }
  const Context = window.AudioContext
  window.AudioContext = class extends Context {
    constructor(options) { super(options); opened.contexts.push(this) }
  }
  const take = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await take(wanted)
    opened.tracks.push(...stream.getTracks())
    return stream
  }
  startMediaPage({
    send: (message) => toMain(JSON.parse(JSON.stringify(message))),
    onMessage: (listener) => {
      window.addEventListener('main', ({ detail }) => listener(detail))
      return () => undefined
    },
  })
</script>`

function farSide(): CallerAudio {
  const made = new CallerAudio(new Conversation([tone, tone]))
  far.push(made)
  return made
}

async function done<T>(result: Promise<{ ok: true; value: T } | { ok: false; failure: unknown }>): Promise<T> {
  const settled = await result
  if (!settled.ok) throw new Error(`The step failed: ${JSON.stringify(settled.failure)}`)
  return settled.value
}

const sessionId = 'one'
const now = { sessionId, hold: false, iceRestart: false }
const stats = (media: MediaLink): Promise<MediaStats> => done(media.do('stats', { sessionId }))

test('an offered call is heard both ways, silent until unmuted', async () => {
  const { page, media, reports } = await startPage(withMicrophone)
  const customer = farSide()
  await done(media.do('open', { sessionId, iceServers: [] }))
  expect(media.state.get()).toMatchObject({ alive: true, microphone: 'ready' })
  expect(media.state.get().microphones[0]?.label).toBeTruthy()
  const { sdp } = await done(media.do('local', now))
  expect(sdp).toContain('a=sendrecv')
  await done(media.do('setRemote', { sessionId, sdp: await customer.answer(sdp) }))

  // The fake microphone beeps once a second: 1.5 s of packets without a beep are the silence before "unmute".
  await expect.poll(() => customer.heard.packets).toBeGreaterThan(75)
  expect(customer.heard.peakLevel).toBeLessThan(0.005)
  await done(media.do('unmute', { sessionId }))
  await expect.poll(() => customer.heard.peakLevel).toBeGreaterThan(0.02)
  await expect.poll(async () => (await stats(media)).receivedEnergy).toBeGreaterThan(0.01)

  await expect.poll(async () => (await stats(media)).sentEnergy).toBeGreaterThan(0)
  const measured = await stats(media)
  expect(measured).toMatchObject({ connection: 'connected', codec: 'audio/PCMU' })
  expect(measured.packetsReceived).toBeGreaterThan(50)
  expect(measured.packetsSent).toBeGreaterThan(50)
  expect(measured.roundTripMs).toBeLessThan(1000)
  expect(reports).toContainEqual({ kind: 'connection', sessionId, state: 'connected' })
  await done(media.do('dtmf', { sessionId, tones: '12#', durationMs: 100 }))

  await done(media.do('close', { sessionId }))
  expect(await page.evaluate('opened.tracks.map((track) => track.readyState)')).toEqual(['ended'])
  expect(await media.do('stats', { sessionId })).toMatchObject({ ok: false, failure: { kind: 'media-failed' } })
})

test('an incoming call is answered early, held, resumed and offered anew after a restart', async () => {
  const { media } = await startPage(withMicrophone)
  const customer = farSide()
  const offer = await customer.offer()
  await done(media.do('open', { sessionId, iceServers: [] }))
  await done(media.do('setRemote', { sessionId, sdp: offer }))
  const startedMs = performance.now()
  const answer = await done(media.do('local', now))
  test.info().annotations.push({ type: 'answer ready', description: `${Math.round(performance.now() - startedMs)} ms` })
  await customer.acceptAnswer(answer.sdp)
  await done(media.do('unmute', { sessionId }))
  await expect.poll(async () => (await stats(media)).receivedEnergy).toBeGreaterThan(0.01)
  await expect.poll(() => customer.heard.peakLevel).toBeGreaterThan(0.02)

  const held = await done(media.do('local', { ...now, hold: true }))
  expect(held.sdp).toContain('a=sendonly')
  await done(media.do('setRemote', { sessionId, sdp: await customer.answer(held.sdp) }))
  const resumed = await done(media.do('local', now))
  expect(resumed.sdp).toContain('a=sendrecv')
  await done(media.do('setRemote', { sessionId, sdp: await customer.answer(resumed.sdp) }))
  await heardAnew(media, customer)

  await done(media.do('local', now))
  await done(media.do('rollback', { sessionId }))
  await heardAnew(media, customer)

  // The page was reloaded: the same call with a new peer connection.
  await done(media.do('open', { sessionId, iceServers: [] }))
  const restarted = await done(media.do('local', { ...now, iceRestart: true }))
  await done(media.do('setRemote', { sessionId, sdp: await customer.answer(restarted.sdp) }))
  await done(media.do('unmute', { sessionId }))
  await heardAnew(media, customer)
})

async function heardAnew(media: MediaLink, customer: CallerAudio): Promise<void> {
  const before = { energy: (await stats(media)).receivedEnergy, packets: customer.heard.packets }
  await expect.poll(async () => (await stats(media)).receivedEnergy, { timeout: 15_000 }).toBeGreaterThan(before.energy + 0.01)
  await expect.poll(() => customer.heard.packets).toBeGreaterThan(before.packets)
}

for (const [why, flags] of [
  ['denied', ['--use-fake-device-for-media-stream', '--deny-permission-prompts']],
  ['missing', ['--use-fake-ui-for-media-stream']],
] as const) {
  test(`with the microphone ${why}, the call can still be heard`, async () => {
    const { page, media } = await startPage(flags)
    // Before the first call, when it can still be put right.
    await expect.poll(() => media.state.get().microphone).toBe(why)
    const customer = farSide()
    await done(media.do('open', { sessionId, iceServers: [] }))
    await expect.poll(() => media.state.get().microphone).toBe(why)
    await done(media.do('setRemote', { sessionId, sdp: await customer.offer() }))
    const { sdp } = await done(media.do('local', now))
    expect(sdp).toContain('a=recvonly')
    await customer.acceptAnswer(sdp)
    await done(media.do('unmute', { sessionId }))
    await expect.poll(async () => (await stats(media)).receivedEnergy).toBeGreaterThan(0.01)
    expect(await page.evaluate('opened.tracks')).toEqual([])
  })
}

test('the meter takes the microphone for its time only', async () => {
  const { page, media, reports } = await startPage(withMicrophone)
  const peak = () => Math.max(0, ...reports.map((report) => (report.kind === 'levels' ? report.levels.microphone : 0)))
  expect(await page.evaluate('opened.tracks')).toEqual([])
  await done(media.do('meter', { on: true }))
  await expect.poll(peak).toBeGreaterThan(0.005)
  await done(media.do('meter', { on: false }))
  expect(await page.evaluate('opened.tracks.map((track) => track.readyState)')).toEqual(['ended'])
  const { length } = reports.filter(({ kind }) => kind === 'levels')
  await done(media.do('devices', { ringerVolume: 1, speakerVolume: 1 }))
  expect(reports.filter(({ kind }) => kind === 'levels')).toHaveLength(length)
})

test('the ring sounds on the chosen device until it is off', async () => {
  const { page, media } = await startPage(withMicrophone)
  await done(media.do('devices', { ringerId: 'unplugged', ringerVolume: 0.5, speakerVolume: 1 }))
  await done(media.do('ring', { sound: 'ring' }))
  await expect.poll(() => page.evaluate('opened.contexts.map((context) => context.state)')).toEqual(['running'])
  await done(media.do('ring', { sound: 'ring' }))
  await done(media.do('ring', { sound: 'knock' }))
  await done(media.do('ring', { sound: 'off' }))
  await expect.poll(() => page.evaluate('opened.contexts.map((context) => context.state)')).toEqual(['closed', 'closed'])
})

test('a step that cannot be done fails and the page lives on', async () => {
  const { media } = await startPage(withMicrophone)
  await done(media.do('open', { sessionId, iceServers: [] }))
  expect(await media.do('setRemote', { sessionId, sdp: 'v=0\r\nrubbish' })).toMatchObject({
    ok: false,
    failure: { kind: 'media-failed' },
  })
  expect(await media.do('setRemote', { sessionId: '', sdp: '' })).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } })
  expect(await media.do('open', { sessionId: 'two', iceServers: [{ urls: 'http://no' }] })).toMatchObject({ ok: false })
  await done(media.do('close', { sessionId: 'never opened' }))
  await done(media.do('local', now))
})
