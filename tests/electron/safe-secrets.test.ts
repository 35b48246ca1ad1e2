import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSafeSecrets } from '#main/electron/safe-secrets.ts'
import type { Log } from '#shared/ports/log.ts'
import { fakeElectron } from './fake-electron.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dzvin-secrets-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('safe secrets', () => {
  it('are kept encrypted over restarts', async () => {
    const { electron } = fakeElectron()
    const secrets = await openSafeSecrets(electron, folder, 'linux', silent)
    expect(secrets.persists).toBe(true)
    await Promise.all([secrets.write('line', 'hunter2'), secrets.write('other', 'x')])
    const again = await openSafeSecrets(electron, folder, 'linux', silent)
    expect(await again.read('line')).toBe('hunter2')
    await again.remove('line')
    expect(await (await openSafeSecrets(electron, folder, 'linux', silent)).read('line')).toBeUndefined()
    expect(await again.read('other')).toBe('x')
  })

  it('live in memory where the system has no key store, and say so', async () => {
    const { electron, safeStorage } = fakeElectron()
    safeStorage.backend = 'basic_text'
    const secrets = await openSafeSecrets(electron, folder, 'linux', silent)
    expect(secrets.persists).toBe(false)
    await secrets.write('line', 'hunter2')
    expect(await secrets.read('line')).toBe('hunter2')
    expect(await (await openSafeSecrets(electron, folder, 'linux', silent)).read('line')).toBeUndefined()
    expect((await openSafeSecrets(electron, folder, 'win32', silent)).persists).toBe(true)
  })

  it('survive a damaged file and a foreign key', async () => {
    const { electron } = fakeElectron()
    await writeFile(join(folder, 'secrets.json'), '{"line": 7}')
    expect(await (await openSafeSecrets(electron, folder, 'linux', silent)).read('line')).toBeUndefined()
    await writeFile(join(folder, 'secrets.json'), JSON.stringify({ line: Buffer.from('foreign').toString('base64') }))
    expect(await (await openSafeSecrets(electron, folder, 'linux', silent)).read('line')).toBeUndefined()
  })
})
