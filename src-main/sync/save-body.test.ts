import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { createServerApi } from './server-api.ts'

async function apiTo(answer: RequestListener) {
  const server = createServer(answer)
  const folder = await mkdtemp(join(tmpdir(), 'dzvin-download-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true, force: true })
  })
  const clock = new ManualClock()
  const api = createServerApi({
    serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    account: { accessToken: async () => ok('t'.repeat(20)), tokenRefused: () => {} },
  })
  return { api, clock, folder, file: join(folder, 'exports', 'log.ndjson') }
}

test('a long answer comes into a file of one’s own, piece by piece', async () => {
  const line = `${'x'.repeat(65_535)}\n`
  let aheadOfDisk = 0
  const { api, file } = await apiTo(async (_request, response) => {
    for (let count = 1; count <= 400; count++) {
      if (!response.write(line)) await new Promise((resolve) => response.once('drain', resolve))
      const onDisk = await stat(`${file}.part`).then(
        ({ size }) => size,
        () => 0,
      )
      aheadOfDisk = Math.max(aheadOfDisk, count * line.length - onDisk)
    }
    response.end()
  })
  expect(await api.download('/api/audit/export', file)).toEqual(ok({ bytes: 400 * line.length }))
  // What is on the way, in the buffers of both sides: never the whole.
  expect(aheadOfDisk).toBeLessThan(200 * line.length)
  const { size, mode } = await stat(file)
  expect([size, mode & 0o777]).toEqual([400 * line.length, 0o600])
})

test('a broken connection and a silent server leave no file', async () => {
  const broken = await apiTo((_request, response) => {
    response.write('{"n":1}\n', () => response.destroy())
  })
  expect(await broken.api.download('/x', broken.file)).toEqual(fail('server-unreachable'))
  expect(await readdir(join(broken.folder, 'exports'))).toEqual([])

  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  const silent = await apiTo((_request, response) => void response.write('{"n":1}\n', begun))
  const asked = silent.api.download('/x', silent.file)
  await started
  await expect.poll(() => readdir(join(silent.folder, 'exports')).catch(() => [])).toHaveLength(1)
  await expect.poll(() => readFile(`${silent.file}.part`, 'utf8')).toBe('{"n":1}\n')
  silent.clock.advance(20_000)
  expect(await asked).toEqual(fail('server-unreachable'))
  expect(await readdir(join(silent.folder, 'exports'))).toEqual([])
})

test('a refusal, and a folder that cannot be written to, are told as what they are', async () => {
  const refused = await apiTo((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"problem":"forbidden"}')
  })
  expect(await refused.api.download('/x', refused.file)).toEqual(fail('no-right'))
  expect(await readdir(refused.folder)).toEqual([])

  const blocked = await apiTo((_request, response) => void response.end('{}'))
  await writeFile(join(blocked.folder, 'exports'), 'a file where the folder should be')
  expect(await blocked.api.download('/x', blocked.file)).toEqual(fail('store-unavailable'))
})
