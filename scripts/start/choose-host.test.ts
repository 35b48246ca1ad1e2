import { describe, expect, it } from 'vitest'
import { chooseHost } from './choose-host.ts'
import { findBrowser, hasDisplay } from './find-browser.ts'

describe('the choice of a host', () => {
  const facts = { display: true, electron: '/e', browser: '/b' }
  it('is Electron, else a browser window, else the address with its reason', () => {
    expect(chooseHost(facts)).toEqual({ kind: 'electron', program: '/e' })
    expect(chooseHost({ ...facts, electron: undefined })).toEqual({ kind: 'window', program: '/b' })
    expect(chooseHost({ ...facts, electron: undefined, browser: undefined })).toMatchObject({
      kind: 'address',
      why: expect.stringContaining('Chromium'),
    })
    expect(chooseHost({ ...facts, display: false })).toMatchObject({
      kind: 'address',
      why: expect.stringContaining('no display'),
    })
  })
})

describe('an installed browser', () => {
  const found = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ...there: string[]) =>
    findBrowser(platform, env, (path) => there.includes(path))
  it('is looked for where each platform keeps it', () => {
    expect(found('linux', { PATH: '/bin:/usr/bin' }, '/usr/bin/google-chrome', '/usr/bin/chromium')).toBe('/usr/bin/chromium')
    expect(found('linux', { PATH: '/bin' })).toBeUndefined()
    const edge = 'C:\\PF86\\Microsoft\\Edge\\Application\\msedge.exe'
    expect(found('win32', { ProgramFiles: 'C:\\PF', 'ProgramFiles(x86)': 'C:\\PF86' }, edge)).toBe(edge)
    const mac = '/Applications/Chromium.app/Contents/MacOS/Chromium'
    expect(found('darwin', {}, mac)).toBe(mac)
  })
  it('may be named, and then no other is taken', () => {
    expect(found('linux', { DZVIN_CHROMIUM: '/opt/c', PATH: '/usr/bin' }, '/opt/c', '/usr/bin/chromium')).toBe('/opt/c')
    expect(found('linux', { DZVIN_CHROMIUM: '/opt/none', PATH: '/usr/bin' }, '/usr/bin/chromium')).toBeUndefined()
  })
  it('needs a display on Linux', () => {
    expect(hasDisplay('linux', {})).toBe(false)
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasDisplay('win32', {})).toBe(true)
  })
})
