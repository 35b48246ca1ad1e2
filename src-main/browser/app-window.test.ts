import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openAppWindow } from './app-window.ts'
import { LaunchFile } from './launch-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dzvin-window-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A program that behaves like a browser on its control pipe: writes down what it got, ends on Browser.close. */
function fakeBrowser(): string {
  const path = join(folder, 'browser')
  writeFileSync(
    path,
    `#!${process.execPath}
const fs = require('node:fs')
let text = ''
fs.createReadStream(null, { fd: 3 }).on('data', (part) => {
  text += part
  fs.writeFileSync('${folder}/seen.json', JSON.stringify({ args: process.argv, commands: text.split('\\0').filter(Boolean).map(JSON.parse) }))
  if (text.includes('Browser.close')) process.exit(0)
})
`,
  )
  chmodSync(path, 0o755)
  return path
}

const cookie = { name: 'dzvin-1234', value: 'the-secret' }
const seen = () => JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'))

describe.runIf(process.platform !== 'win32')('the app window', () => {
  it('gets the cookie through the pipe, never in its arguments, and closes when asked', async () => {
    const window = openAppWindow({
      program: fakeBrowser(),
      origin: 'http://127.0.0.1:1234',
      cookie,
      profileDir: join(folder, 'profile'),
      switches: ['--allow-loopback-in-peer-connection'],
    })
    await vi.waitFor(() => expect(seen().commands).toHaveLength(1))
    expect(seen().args.join(' ')).not.toContain('the-secret')
    expect(seen().args).toContain('--app=http://127.0.0.1:1234/opening')
    expect(seen().args).toContain('--allow-loopback-in-peer-connection')
    expect(seen().commands[0].params.cookies).toEqual([
      { ...cookie, url: 'http://127.0.0.1:1234', httpOnly: true, sameSite: 'Strict' },
    ])
    window.close()
    expect(await window.closed).toBe(0)
  })

  it('says when the program cannot be started', async () => {
    const window = openAppWindow({
      program: join(folder, 'absent'),
      origin: 'http://127.0.0.1:1',
      cookie,
      profileDir: folder,
      switches: [],
    })
    expect(await window.closed).not.toBe(0)
    window.close()
  })
})

describe('the launch file', () => {
  it('is for its owner only and tells of a host that answers', async () => {
    const file = new LaunchFile(folder)
    expect(await file.running()).toBeUndefined()
    writeFileSync(join(folder, 'launch.json'), '{}', { mode: 0o644 })
    expect(await file.running()).toBeUndefined()
    file.write({ pid: 1, origin: 'http://127.0.0.1:1', link: 'x' })
    if (process.platform !== 'win32') expect(statSync(join(folder, 'launch.json')).mode & 0o777).toBe(0o600)
    expect(await file.running()).toBeUndefined()
    file.remove()
    file.remove()
  })
})
