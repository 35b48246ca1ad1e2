import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dataDirOf } from './data-dir.ts'
import { DemoMemory } from './demo-memory.ts'
import { readEnvironment } from './environment.ts'

const entry = pathToFileURL(join(import.meta.dirname, '../../out/main/browser.js')).href

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dzvin-env-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the environment', () => {
  it('has defaults, paths beside the bundle, and a data folder for its owner only', () => {
    const dataDir = join(folder, 'data')
    const environment = readEnvironment({ DZVIN_DATA_DIR: dataDir, DZVIN_PORT: '' }, entry)
    expect(environment).toMatchObject({ dataDir, port: 0, demoCustomers: 2_000, mediaInPage: true })
    expect(environment.pagesDir.replaceAll('\\', '/')).toMatch(/\/out\/renderer$/)
    expect(environment.workerUrl.pathname).toMatch(/\/out\/main\/writer-worker\.js$/)
    if (process.platform !== 'win32') expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  })

  it('refuses nonsense', () => {
    expect(() => readEnvironment({ DZVIN_DATA_DIR: folder, DZVIN_PORT: '99999' }, entry)).toThrow(/DZVIN_PORT/)
  })
})

it('keeps data where each platform keeps it', () => {
  expect(dataDirOf('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe(join('/x', 'dzvin'))
  expect(dataDirOf('linux', {}, '/home/a')).toBe(join('/home/a', '.local/share/dzvin'))
  expect(dataDirOf('darwin', {}, '/Users/a')).toBe(join('/Users/a', 'Library/Application Support/Dzvin'))
  expect(dataDirOf('win32', { APPDATA: 'C:\\R' }, 'C:\\a')).toBe(join('C:\\R', 'Dzvin'))
})

it('remembers over runs whether the demo line was in use', () => {
  expect(new DemoMemory(folder).demo).toBe(true)
  new DemoMemory(folder).remember(false)
  expect(new DemoMemory(folder).demo).toBe(false)
  new DemoMemory(folder).remember(true)
  expect(new DemoMemory(folder).demo).toBe(true)
})
