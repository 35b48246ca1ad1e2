import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf, Microphone } from './microphone.ts'

class FakeTrack extends EventTarget {
  stopped = false
  readyState: MediaStreamTrackState = 'live'
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
  }
  stop() {
    this.stopped = true
  }
}

type Wanted = { audio: { deviceId?: { exact: string } } }
interface Asked {
  readonly deviceId: string | undefined
  give(name: string): Promise<FakeTrack>
  refuse(name: string): Promise<void>
}

/** The browser's side, answered by hand. */
let asked: Asked[]
const settled = () => new Promise<void>((resolve) => setTimeout(resolve))

beforeEach(() => {
  asked = []
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: ({ audio }: Wanted) =>
        new Promise((resolve, reject) => {
          asked.push({
            deviceId: audio.deviceId?.exact,
            async give(name) {
              const track = new FakeTrack(name)
              resolve({ getAudioTracks: () => [track] })
              await settled()
              return track
            },
            async refuse(name) {
              reject(Object.assign(new Error(name), { name }))
              await settled()
            },
          })
        }),
    },
  })
})
afterEach(() => void vi.unstubAllGlobals())

function used(microphone: Microphone) {
  const names: (string | undefined)[] = []
  const use = microphone.use((track) => names.push((track as unknown as FakeTrack | undefined)?.name))
  return { ...use, names }
}

describe('microphone', () => {
  it('is taken once for all its users and let go after the last', async () => {
    const microphone = new Microphone()
    const first = used(microphone)
    const second = used(microphone)
    const track = await asked[0]!.give('built in')
    const third = used(microphone)
    await Promise.all([first.ready, second.ready, third.ready])
    expect([first.names, second.names, third.names]).toEqual([['built in'], ['built in'], ['built in']])
    expect(asked).toHaveLength(1)
    first.release()
    first.release()
    second.release()
    expect(track.stopped).toBe(false)
    third.release()
    expect(track.stopped).toBe(true)
    expect(microphone.status.get().kind).toBe('closed')
  })

  it('is let go when its user went away during the permission prompt', async () => {
    const microphone = new Microphone()
    used(microphone).release()
    expect((await asked[0]!.give('late')).stopped).toBe(true)
    expect(microphone.status.get().kind).toBe('closed')
  })

  it('changes to the device chosen in a call, and keeps the old one until then', async () => {
    const microphone = new Microphone()
    const user = used(microphone)
    const old = await asked[0]!.give('built in')
    microphone.choose('headset')
    expect(asked[1]?.deviceId).toBe('headset')
    expect(old.stopped).toBe(false)
    await asked[1]!.give('headset')
    expect(old.stopped).toBe(true)
    expect(user.names).toEqual(['built in', 'headset'])
  })

  it('keeps the device in use when the chosen one is busy', async () => {
    const microphone = new Microphone()
    const user = used(microphone)
    const track = await asked[0]!.give('built in')
    microphone.choose('headset')
    await asked[1]!.refuse('NotReadableError')
    expect(user.names).toEqual(['built in'])
    expect([track.stopped, microphone.status.get().kind]).toEqual([false, 'open'])
  })

  it('waits for the device that was chosen while another was being opened', async () => {
    const microphone = new Microphone()
    const user = used(microphone)
    microphone.choose('headset')
    const overtaken = await asked[0]!.give('built in')
    expect(overtaken.stopped).toBe(true)
    expect(user.names).toEqual([])
    await asked[1]!.give('headset')
    await user.ready
    expect(user.names).toEqual(['headset'])
  })

  it('falls back to any microphone when the chosen one is gone', async () => {
    const microphone = new Microphone()
    microphone.choose('headset')
    const user = used(microphone)
    await asked[0]!.refuse('OverconstrainedError')
    expect(asked[1]?.deviceId).toBeUndefined()
    await asked[1]!.give('built in')
    expect(user.names).toEqual(['built in'])
  })

  it('tells why it failed, and tries again when a device is plugged in', async () => {
    const microphone = new Microphone()
    const user = used(microphone)
    await asked[0]!.refuse('NotFoundError')
    await user.ready
    expect(microphone.status.get()).toEqual({ kind: 'failed', why: 'missing' })
    microphone.retry()
    await asked[1]!.give('headset')
    expect(user.names).toEqual([undefined, 'headset'])
    microphone.retry()
    expect(asked).toHaveLength(2)
  })

  it('looks for another when it is unplugged in a call', async () => {
    const microphone = new Microphone()
    const user = used(microphone)
    const track = await asked[0]!.give('headset')
    track.readyState = 'ended'
    track.dispatchEvent(new Event('ended'))
    await asked[1]!.refuse('NotAllowedError')
    expect(user.names).toEqual(['headset', undefined])
    expect(microphone.status.get()).toEqual({ kind: 'failed', why: 'denied' })
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['TypeError', 'missing'],
  ])('%s means %s', (name, failure) => {
    expect(failureOf(Object.assign(new Error(), { name }))).toBe(failure)
  })
})
