import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WebContents } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toMainChannel, toPageChannel } from '#main/electron/channels.ts'
import { prepareApp } from '#main/electron/prepare-app.ts'
import { openShell } from '#main/electron/shell.ts'
import { DemoMemory, demoSwitches } from '#main/host/demo-memory.ts'
import { readPageFiles } from '#main/pages/page-files.ts'
import { maxMessageLength, type PageRole, type PageWire, wireVersion } from '#shared/contract/wire.ts'
import type { Log } from '#shared/ports/log.ts'
import { FakeFrame, type FakeWindow, fakeElectron } from './fake-electron.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dzvin-shell-'))
  await writeFile(join(folder, 'index.html'), '<title>ui</title>')
  await writeFile(join(folder, 'media.html'), '<title>media</title>')
})
afterEach(() => rm(folder, { recursive: true }))

interface Accepted {
  readonly wire: PageWire
  readonly role: PageRole | undefined
  readonly heard: unknown[]
  closed: boolean
}

async function openApp(argv: readonly string[] = [], withIcon = true) {
  const fake = fakeElectron()
  fake.icon.empty = !withIcon
  const accepted: Accepted[] = []
  const timers: (() => void)[] = []
  const keepTimer = (_ms: number, run: () => void) => {
    timers.push(run)
    return () => {}
  }
  const dispose = vi.fn(async () => {})
  await openShell({
    electron: fake.electron,
    accept: (wire, role) => {
      const entry: Accepted = { wire, role, heard: [], closed: false }
      wire.onMessage((message) => entry.heard.push(message))
      wire.onClose(() => {
        entry.closed = true
      })
      accepted.push(entry)
    },
    files: await readPageFiles(folder),
    preloadPath: join(folder, 'preload.cjs'),
    resourcesDir: folder,
    memory: new DemoMemory(folder),
    argv,
    clock: { epochMs: () => 0, monotonicMs: () => 0, after: keepTimer },
    log: silent,
    dispose,
  })
  const byRole = (role: PageRole) =>
    fake.windows.find(({ webContents }) => webContents.getURL().includes(role === 'ui' ? 'index' : 'media'))!
  const ui = byRole('ui')
  // The host's own seat is the first that is accepted.
  const seat = accepted[0]!
  const tell = (name: string, value: unknown) => seat.wire.send({ t: 'push', name, value })
  const says = (window: FakeWindow, message: unknown, frame: unknown = window.webContents.mainFrame) =>
    fake.ipcMain.emit(
      toMainChannel,
      { sender: window.webContents, senderFrame: frame },
      typeof message === 'string' ? message : JSON.stringify(message),
    )
  return { ...fake, accepted, seat, tell, says, ui, media: byRole('media'), timers, dispose }
}

const hello = (role: PageRole) => ({ t: 'hello', role, version: wireVersion })
const ringing = {
  interactionId: 'i1',
  callId: 'c1',
  title: 'Olena <b>Bondar</b>',
  stage: 'ringing',
  caller: {},
  call: { direction: 'inbound' },
}

describe('before ready', () => {
  it('sandboxes all, makes app:// a secure standard scheme, and takes the single instance', () => {
    const { electron, app, protocol } = fakeElectron()
    expect(prepareApp(electron, { dataDir: '/data', switches: [] })).toBe(true)
    expect(app.done).toContain('enableSandbox')
    expect(protocol.schemes).toEqual([
      expect.objectContaining({ scheme: 'app', privileges: expect.objectContaining({ standard: true, secure: true }) }),
    ])
    expect(protocol.schemes[0]?.privileges?.bypassCSP).toBeUndefined()
    expect(app.switches.size).toBe(0)
    app.locked = false
    expect(prepareApp(electron, { dataDir: '/data', switches: [] })).toBe(false)
  })

  it('lets WebRTC use 127.0.0.1 only when told, for the demo line', () => {
    const { electron, app } = fakeElectron()
    prepareApp(electron, { dataDir: '/data', switches: demoSwitches })
    expect(app.switches.has('allow-loopback-in-peer-connection')).toBe(true)
  })
})

describe('windows', () => {
  it('are two, both locked in: isolated, sandboxed, without Node', async () => {
    const { windows, ui, media } = await openApp()
    expect(windows).toHaveLength(2)
    for (const { options } of windows) {
      expect(options.show).toBe(false)
      expect(options.webPreferences).toMatchObject({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        allowRunningInsecureContent: false,
        backgroundThrottling: false,
      })
    }
    expect(ui.options.webPreferences?.additionalArguments).toEqual(['--dzvin-role=ui'])
    expect(media.options.webPreferences?.additionalArguments).toEqual(['--dzvin-role=media'])
    ui.emit('ready-to-show')
    media.emit('ready-to-show')
    expect(ui.done).toEqual(['show'])
    expect(media.done).toEqual([])
  })

  it('load a page that crashed again', async () => {
    const { media, timers } = await openApp()
    media.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    expect(timers).toHaveLength(0)
    media.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    timers[0]!()
    expect(media.webContents.reloads).toBe(1)
  })

  it('hide to the tray when closed, and close when there is none', async () => {
    const event = { preventDefault: vi.fn() }
    const withTray = await openApp()
    withTray.ui.emit('close', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(withTray.ui.done).toEqual(['hide'])
    const without = await openApp([], false)
    without.ui.emit('close', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })

  it('go nowhere, open nothing, embed nothing', async () => {
    const { ui } = await openApp()
    const blocked = (name: string, url: string) => {
      const event = { url, preventDefault: vi.fn() }
      ui.webContents.emit(name, event)
      return event.preventDefault.mock.calls.length === 1
    }
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of [
        'https://evil.example/',
        'file:///etc/passwd',
        'app://dzvin.evil/',
        'app://evil/',
        'javascript:1',
        'app://x@dzvin/',
      ]) {
        expect(blocked(name, url), `${name} ${url}`).toBe(true)
      }
      expect(blocked(name, 'app://dzvin/index.html')).toBe(false)
    }
    expect(blocked('will-attach-webview', '')).toBe(true)
    expect(ui.webContents.openHandler!({ url: 'https://evil.example' } as never)).toEqual({ action: 'deny' })
  })
})

describe('permissions', () => {
  const ask = async (permission: string, url: string, mediaTypes?: string[]) => {
    const { session, media } = await openApp()
    const answer = vi.fn()
    const details = { requestingUrl: url, isMainFrame: true, ...(mediaTypes && { mediaTypes }) }
    session.request!(media.webContents as unknown as WebContents, permission as never, answer, details as never)
    return answer.mock.calls[0]![0] as boolean
  }

  it('are the microphone and the speaker, for our own pages', async () => {
    expect(await ask('media', 'app://dzvin/media.html', ['audio'])).toBe(true)
    expect(await ask('speaker-selection', 'app://dzvin/media.html')).toBe(true)
    expect(await ask('media', 'app://dzvin/media.html', ['audio', 'video'])).toBe(false)
    expect(await ask('media', 'https://evil.example/', ['audio'])).toBe(false)
    for (const other of ['geolocation', 'notifications', 'clipboard-read', 'display-capture', 'hid', 'openExternal', 'unknown']) {
      expect(await ask(other, 'app://dzvin/index.html')).toBe(false)
    }
  })

  it('are checked the same way, and no device is given', async () => {
    const { session, media } = await openApp()
    const contents = media.webContents as unknown as WebContents
    const check = (url: string, mediaType: 'audio' | 'video') =>
      session.check!(contents, 'media', url, { requestingUrl: url, mediaType, isMainFrame: true })
    expect(check('app://dzvin/media.html', 'audio')).toBe(true)
    expect(check('app://dzvin/media.html', 'video')).toBe(false)
    expect(check('https://evil.example/', 'audio')).toBe(false)
    expect(session.check!(null, 'media', 'app://dzvin', { isMainFrame: true })).toBe(false)
    expect(session.device!({} as never)).toBe(false)
  })
})

describe('the page protocol', () => {
  it('serves the built pages with their policy, and nothing beside', async () => {
    const { protocol } = await openApp()
    await writeFile(join(folder, '../dzvin-outside.html'), 'outside')
    const get = (url: string, method = 'GET') => protocol.handlers.get('app')!({ url, method } as Request)
    const page = await get('app://dzvin/index.html')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect(await page.text()).toContain('ui')
    for (const url of [
      'app://dzvin/../dzvin-outside.html',
      'app://dzvin/%2e%2e/dzvin-outside.html',
      'app://other/index.html',
      'app://dzvin/none',
    ]) {
      expect((await get(url)).status, url).toBe(404)
    }
    expect((await get('app://dzvin/index.html', 'POST')).status).toBe(404)
    await rm(join(folder, '../dzvin-outside.html'))
  })
})

describe('the wire', () => {
  it('opens at the hello, with the role the window has, and carries messages both ways', async () => {
    const { says, accepted, media } = await openApp()
    says(media, hello('media'))
    says(media, { t: 'answer', id: 1 })
    expect(accepted).toHaveLength(2)
    expect(accepted[1]).toMatchObject({ role: 'media', heard: [hello('media'), { t: 'answer', id: 1 }] })
    accepted[1]!.wire.send({ t: 'ask', id: 1, step: 'mute', input: {} })
    expect(media.webContents.sent).toEqual([{ channel: toPageChannel, text: '{"t":"ask","id":1,"step":"mute","input":{}}' }])
    media.webContents.gone = true
    accepted[1]!.wire.send({ t: 'ask', id: 2, step: 'mute', input: {} })
    expect(media.webContents.sent).toHaveLength(1)
  })

  it('hears only the main frame of our own windows at their own page', async () => {
    const { says, accepted, ui } = await openApp()
    says(ui, hello('ui'), new FakeFrame('app://dzvin/index.html'))
    says(ui, hello('ui'), null)
    ui.webContents.mainFrame.url = 'https://evil.example/'
    says(ui, hello('ui'))
    ui.webContents.mainFrame.url = 'app://dzvin/media.html'
    says(ui, hello('ui'))
    const stranger = { webContents: { mainFrame: new FakeFrame('app://dzvin/index.html') } } as unknown as FakeWindow
    says(stranger, hello('ui'))
    expect(accepted).toHaveLength(1)
  })

  it('closes at a reload, a crash, an oversize message, and opens anew', async () => {
    const { says, accepted, ui } = await openApp()
    says(ui, hello('ui'))
    ui.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    ui.webContents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false })
    expect(accepted[1]!.closed).toBe(false)
    ui.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    expect(accepted[1]!.closed).toBe(true)
    says(ui, { t: 'subscribe', name: 'line' })
    expect(accepted[1]!.heard).toHaveLength(1)
    says(ui, hello('ui'))
    ui.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    says(ui, hello('ui'))
    says(ui, `"${'x'.repeat(maxMessageLength)}"`)
    expect(accepted.slice(1).map(({ closed }) => closed)).toEqual([true, true, true])
    says(ui, hello('ui'))
    says(ui, '{')
    expect(accepted[4]).toMatchObject({ closed: false, heard: [hello('ui'), undefined] })
  })
})

describe('around the calls', () => {
  it('dials tel: links of this start, of later starts and of macOS, and nothing else', async () => {
    const { app, seat, ui } = await openApp(['/usr/bin/dzvin', 'tel:+380-44-123-45-67'])
    app.emit('second-instance', {}, ['dzvin', '--flag', 'TEL://0441234567;ext=12'])
    app.emit('open-url', { preventDefault() {} }, 'tel:%2B48%20601%20000%20000')
    for (const bad of [
      'tel:<script>',
      'tel:',
      'mailto:a@b',
      'tel:+',
      'tel:112@evil.example',
      `tel:${'1'.repeat(300)}`,
      'tel:%E0%A4%A',
    ]) {
      app.emit('second-instance', {}, ['dzvin', bad])
    }
    const dialled = seat.heard.filter((message) => (message as { name?: string }).name === 'phone.dial')
    expect(dialled.map((message) => (message as { input: unknown }).input)).toEqual([
      { number: '+380-44-123-45-67' },
      { number: '0441234567;ext=12' },
      { number: '+48 601 000 000' },
    ])
    expect(ui.done).toContain('focus')
    expect(app.done).toContain('protocol tel')
  })

  it('notifies of a call that rings while the window has no focus, once, until it stops', async () => {
    const { notifications, tell, ui } = await openApp()
    tell('settings', { language: 'en' })
    tell('work', [ringing])
    tell('work', [ringing])
    expect(notifications).toHaveLength(1)
    expect(notifications[0]).toMatchObject({ shown: true, options: { title: 'Olena <b>Bondar</b>', body: 'Incoming call' } })
    notifications[0]!.emit('click')
    expect(ui.done).toEqual(['show', 'focus'])
    tell('work', [{ ...ringing, stage: 'talking' }])
    expect(notifications[0]!.closed).toBe(true)
  })

  it('stays quiet for calls we dial and while the window has the focus', async () => {
    const { notifications, tell, ui } = await openApp()
    tell('work', [{ ...ringing, call: { direction: 'outbound' } }])
    ui.focused = true
    tell('work', [{ ...ringing, interactionId: 'i2' }])
    expect(notifications).toEqual([])
  })

  it('answers and hangs up by global shortcuts', async () => {
    const { shortcuts, tell, seat } = await openApp()
    shortcuts.get('CommandOrControl+Alt+A')!()
    tell('work', [ringing])
    shortcuts.get('CommandOrControl+Alt+A')!()
    tell('work', [{ ...ringing, stage: 'talking' }])
    shortcuts.get('CommandOrControl+Alt+H')!()
    const calls = seat.heard.filter((message) => (message as { t: string }).t === 'call')
    expect(calls).toMatchObject([
      { name: 'phone.answer', input: { callId: 'c1' } },
      { name: 'phone.hangUp', input: { callId: 'c1' } },
    ])
  })

  it('shows the state in the tray, in the language of the interface, and changes it', async () => {
    const { trays, tell, seat, app } = await openApp()
    tell('settings', { language: 'en' })
    tell('line', { kind: 'down' })
    expect(trays[0]!.toolTip).toBe('Dzvin: No connection to the PBX')
    tell('line', { kind: 'registered' })
    tell('operator', { kind: 'ready', sinceMs: 0 })
    expect(trays[0]!.toolTip).toBe('Dzvin: Ready')
    const item = (label: string) => trays[0]!.menu.filter((entry) => entry.label === label).at(-1)!
    item('Not ready').click!({} as never, undefined, {} as never)
    expect(seat.heard.at(-1)).toMatchObject({ name: 'operator.notReady', input: { reason: 'break' } })
    item('Quit').click!({} as never, undefined, {} as never)
    expect(app.done).toContain('quit')
  })

  it('remembers whether the demo line is in use', async () => {
    const { tell } = await openApp()
    tell('host', { demo: false })
    expect(new DemoMemory(folder).demo).toBe(false)
  })

  it('ends in order: everything is disposed of once, then the app quits', async () => {
    const { app, dispose, seat, shortcuts } = await openApp()
    const event = { preventDefault: vi.fn() }
    app.emit('will-quit', event)
    await vi.waitFor(() => expect(app.done).toContain('quit'))
    expect(dispose).toHaveBeenCalledOnce()
    expect(seat.closed).toBe(true)
    expect(shortcuts.size).toBe(0)
    app.emit('will-quit', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })
})
