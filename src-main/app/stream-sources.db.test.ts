import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreProgress } from './store-progress.ts'
import { streamSources } from './stream-sources.ts'
import { deskOnDisk } from './testing/desk-on-disk.ts'

let app: Awaited<ReturnType<typeof deskOnDisk>>
beforeEach(async () => {
  app = await deskOnDisk()
})
afterEach(() => app.close())

test('pages hear that the demo began or ended, also after a time in which nobody listened', async () => {
  const { host } = streamSources(app.desk, new StoreProgress())
  const heard: boolean[] = []
  const listen = () => host.subscribe(({ demo }) => heard.push(demo))
  const { settings } = app.desk

  const stop = listen()
  await settings.change({ theme: 'dark' })
  expect(heard).toEqual([])
  stop()
  await settings.change({ line: { server: 'wss://pbx.test/ws', user: '101' } })
  expect(host.current?.()?.demo).toBe(false)
  listen()
  await settings.change({ line: undefined })
  expect(heard).toEqual([true])
})
