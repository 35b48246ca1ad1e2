import { describe, expect, it } from 'vitest'
import { mediaStats } from '#shared/domain/media/media.ts'
import { directionOf } from './session.ts'
import { readStats } from './session-stats.ts'

describe('statistics', () => {
  it('reads a report, in milliseconds', () => {
    const report = [
      { type: 'inbound-rtp', id: 'i', packetsReceived: 100, packetsLost: 2, jitter: 0.004, totalAudioEnergy: 1.5, codecId: 'c0' },
      { type: 'outbound-rtp', id: 'o', packetsSent: 90, codecId: 'c1' },
      { type: 'media-source', id: 's', totalAudioEnergy: 0.7 },
      { type: 'remote-inbound-rtp', id: 'r', roundTripTime: 0.012 },
      { type: 'candidate-pair', id: 'p', nominated: true, currentRoundTripTime: 0.5 },
      { type: 'codec', id: 'c1', mimeType: 'audio/opus' },
      { type: 'codec', id: 'c0', mimeType: 'audio/PCMU' },
    ]
    expect(mediaStats.parse(readStats('connected', report))).toEqual({
      connection: 'connected',
      packetsReceived: 100,
      packetsLost: 2,
      packetsSent: 90,
      jitterMs: 4,
      roundTripMs: 12,
      receivedEnergy: 1.5,
      sentEnergy: 0.7,
      codec: 'audio/PCMU',
    })
  })

  it('takes the round trip of the transport before the first receiver report, and zeros from an empty one', () => {
    expect(readStats('new', [{ type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.003 }]).roundTripMs).toBe(3)
    expect(mediaStats.parse(readStats('new', []))).toMatchObject({ packetsReceived: 0, receivedEnergy: 0 })
  })
})

describe('direction', () => {
  it.each([
    [false, true, 'sendrecv'],
    [true, true, 'sendonly'],
    [false, false, 'recvonly'],
    [true, false, 'inactive'],
  ] as const)('hold %s, microphone %s: %s', (hold, hasMicrophone, direction) => {
    expect(directionOf(hold, hasMicrophone)).toBe(direction)
  })
})
