import { describe, expect, it } from 'vitest'
import { described, microphoneStateOf } from './devices.ts'
import type { MicrophoneStatus } from './microphone.ts'

const closed: MicrophoneStatus = { kind: 'closed' }
const failed = (why: 'missing' | 'denied' | 'busy'): MicrophoneStatus => ({ kind: 'failed', why })
const open = { kind: 'open' } as MicrophoneStatus

describe('microphone state', () => {
  it.each([
    ['never asked', 'prompt', true, closed, 'unknown'],
    ['a browser that tells no permission', undefined, true, closed, 'unknown'],
    ['granted before', 'granted', true, closed, 'ready'],
    ['open', 'prompt', true, open, 'ready'],
    ['denied for good', 'denied', true, closed, 'denied'],
    ['the prompt was dismissed', 'prompt', true, failed('denied'), 'denied'],
    ['nothing plugged in', 'granted', false, closed, 'missing'],
    ['nothing plugged in, never asked', 'prompt', false, closed, 'missing'],
    ['in use elsewhere', 'granted', true, failed('busy'), 'busy'],
    ['plugged in after a failure', 'granted', true, failed('missing'), 'ready'],
    ['unplugged while busy', 'granted', false, failed('busy'), 'missing'],
  ] as const)('%s', (_name, permission, hasInput, status, expected) => {
    expect(microphoneStateOf(permission, hasInput, status)).toBe(expected)
  })
})

describe('device list', () => {
  const device = (kind: MediaDeviceKind, deviceId: string, label = 'x') => ({ kind, deviceId, label }) as MediaDeviceInfo

  it('names real devices of the kind only', () => {
    const list = [
      device('audioinput', 'default'),
      device('audioinput', 'communications'),
      device('audioinput', 'a', 'Headset'),
      device('audiooutput', 'b'),
      device('audioinput', '', ''),
    ]
    expect(described(list, 'audioinput')).toEqual([{ deviceId: 'a', label: 'Headset' }])
  })

  it('bounds labels, ids and the count', () => {
    const list = [
      device('audioinput', 'i'.repeat(201)),
      ...Array.from({ length: 60 }, (_, n) => device('audioinput', `d${n}`, 'l'.repeat(500))),
    ]
    expect(described(list, 'audioinput')).toHaveLength(50)
    expect(described(list, 'audioinput')[0]).toEqual({ deviceId: 'd0', label: 'l'.repeat(200) })
  })
})
