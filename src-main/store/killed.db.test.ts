import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { InteractionId } from '#shared/domain/ids.ts'
import { id } from './testing/plain-rows.ts'
import { tempStore } from './testing/temp-store.ts'

let temp: Awaited<ReturnType<typeof tempStore>>
beforeEach(async () => {
  temp = await tempStore()
})
afterEach(() => temp.dispose())

it('keeps everything that it acknowledged when the process is killed', async () => {
  const script = new URL('./testing/note-writer.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, temp.path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = 0
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) acknowledged = Number(line)
    if (acknowledged >= 10) child.kill('SIGKILL')
  })
  await once(child, 'close')
  const store = await temp.open()
  const saved = store.read.interaction(id('f', 1) as InteractionId)
  expect(acknowledged).toBeGreaterThanOrEqual(10)
  expect(Number(saved?.note)).toBeGreaterThanOrEqual(acknowledged)
  expect(store.read.unfinished().map((row) => row.id)).toEqual([id('f', 1)])
  expect(store.health.get().kind).toBe('ok')
})
