import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOutside } from '#main/electron/open-outside.ts'
import { pageAddress } from '#main/electron/page-address.ts'
import { pageHeaders } from '#main/pages/page-policy.ts'

/** The points of Electron's security list (electronjs.org/docs/latest/tutorial/security), held against our sources. */
const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const sources = readdirSync(join(root, 'src-main/electron'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: withoutComments(read(`src-main/electron/${name}`)) }))
const all = sources.map(({ text }) => text).join('\n')
const source = (name: string) => sources.find((entry) => entry.name === name)!.text

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

const policy = pageHeaders('/index.html', { path: '', type: 'text/html', immutable: false })['Content-Security-Policy']!

describe("Electron's security list", () => {
  it('reads the shell', () => expect(sources.length).toBeGreaterThan(10))

  it('1 loads only secure content: our own scheme, nothing over http', () => {
    expect(pageAddress('ui')).toMatch(/^app:\/\//)
    expect(all).not.toMatch(/['"`](http|ftp|ws):\/\//)
    expect(all.match(/loadURL\(/g)).toHaveLength(2)
    expect(all).not.toMatch(/loadFile\(/)
  })
  it('2 has no Node integration', () => {
    expect(source('windows.ts')).toContain('nodeIntegration: false')
    expect(all).not.toMatch(/nodeIntegration\w*: true/)
  })
  it('3 isolates the context', () => {
    expect(source('windows.ts')).toContain('contextIsolation: true')
    expect(all).not.toContain('contextIsolation: false')
  })
  it('4 sandboxes every process', () => {
    expect(source('windows.ts')).toContain('sandbox: true')
    expect(source('prepare-app.ts')).toContain('app.enableSandbox()')
    expect(all).not.toMatch(/sandbox: false|no-sandbox/)
  })
  it('5 handles permission requests', () => {
    for (const name of ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler']) {
      expect(source('guard-contents.ts')).toContain(name)
    }
  })
  it('6 keeps web security', () => expect(all).not.toMatch(/webSecurity: false|disable-web-security/))
  it('7 has a policy without inline or evaluated scripts', () => {
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).not.toContain('unsafe-eval')
    expect(all).not.toContain('bypassCSP')
  })
  it('8 allows no insecure content', () => expect(all).not.toContain('allowRunningInsecureContent: true'))
  it('9 has no experimental features', () => expect(all).not.toContain('experimentalFeatures: true'))
  it('10 enables no Blink features', () => expect(all).not.toMatch(/enableBlinkFeatures|enable-blink-features/))
  it('11 and 12 has no web views, and blocks those that appear', () => {
    expect(all).not.toContain('webviewTag: true')
    expect(source('guard-contents.ts')).toContain("'will-attach-webview'")
  })
  it('13 limits navigation', () => {
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
      expect(source('guard-contents.ts')).toContain(`'${name}'`)
  })
  it('14 opens no new windows', () => {
    expect(source('guard-contents.ts')).toContain('setWindowOpenHandler')
    expect(all).not.toMatch(/action: 'allow'/)
  })
  it('15 hands the system nothing to open but web pages', () => {
    expect(all.replace(source('open-outside.ts'), '')).not.toMatch(/openExternal|openPath|\bshell\.(open|show)/)
    const opened: string[] = []
    const shell = { openExternal: async (url: string) => void opened.push(url) }
    for (const url of ['file:///etc/passwd', 'smb://host/x', 'javascript:0', 'https://id.example/start'])
      openOutside({ shell } as never, url)
    expect(opened).toEqual(['https://id.example/start'])
  })
  it('16 uses a current Electron, pinned exactly', () => {
    const version = JSON.parse(read('package.json')).devDependencies.electron as string
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45)
  })
  it('17 checks the sender of every IPC message', () => {
    expect(all.match(/ipcMain\.(on|handle)\w*\(/g)).toEqual(['ipcMain.on('])
    expect(source('ipc-wires.ts')).toMatch(/senderFrame/)
    expect(source('ipc-wires.ts')).toContain('isOurPage(frame.url, role)')
  })
  it('18 serves no file: pages', () => expect(all).not.toMatch(/file:\/\/|loadFile/))
  it('19 names what fuses the package must have', () => {
    // Set when the app is packaged; here only that nothing asks for what they take away.
    expect(all).not.toMatch(/ELECTRON_RUN_AS_NODE|--inspect/)
  })
  it('20 gives pages no Electron API', () => {
    expect(source('preload.ts').match(/exposeInMainWorld\('(\w+)'/)?.[1]).toBe('dzvin')
    expect(source('preload.ts')).not.toMatch(/dzvin', ipcRenderer|: ipcRenderer\b|: require/)
    expect(source('preload.ts')).toMatch(/\(_event, text: string\) => listener\(JSON\.parse\(text\)\)/)
  })
})
