import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type GatheringPeer, watchGathering } from './gathering.ts'

class FakePeer extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'new'
  localDescription = { type: 'offer', sdp: '' } as RTCSessionDescription
  candidate(protocol: string, type: string) {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { protocol, type } }))
  }
  becomes(state: RTCIceGatheringState) {
    this.iceGatheringState = state
    this.dispatchEvent(new Event('icegatheringstatechange'))
  }
}

/** Fake timers: the quiet time and the cap are turned by hand. */
function watched(hasServers: boolean, peer = new FakePeer()) {
  const watch = watchGathering(peer as unknown as GatheringPeer, hasServers)
  let done = false
  const start = () => void watch.ready().then(() => (done = true))
  const doneAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms)
    return done
  }
  return { peer, start, doneAfter }
}

describe('gathering', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('ends 30 ms after the last UDP candidate of this machine', async () => {
    const { peer, start, doneAfter } = watched(false)
    start()
    peer.candidate('udp', 'host')
    expect(await doneAfter(20)).toBe(false)
    peer.candidate('udp', 'host')
    expect(await doneAfter(29)).toBe(false)
    peer.candidate('tcp', 'host')
    expect(await doneAfter(1)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('hears candidates that come before setLocalDescription has resolved', async () => {
    const { peer, start, doneAfter } = watched(false)
    peer.candidate('udp', 'host')
    start()
    expect(await doneAfter(30)).toBe(true)
  })

  it('ends at once when gathering is complete', async () => {
    const { peer, start, doneAfter } = watched(false)
    start()
    peer.becomes('gathering')
    expect(await doneAfter(0)).toBe(false)
    peer.becomes('complete')
    expect(await doneAfter(0)).toBe(true)
  })

  it('ends at once for a re-INVITE with the candidates of before, but not after an ICE restart', async () => {
    const peer = new FakePeer()
    peer.iceGatheringState = 'complete'
    const restarted = watched(false, peer)
    restarted.start()
    expect(await restarted.doneAfter(900)).toBe(false)
    peer.localDescription = { type: 'offer', sdp: 'a=candidate:1 1 udp 1 127.0.0.1 9 typ host' } as RTCSessionDescription
    const again = watched(false, peer)
    again.start()
    expect(await again.doneAfter(0)).toBe(true)
  })

  it('waits for the server where there is one, up to a cap', async () => {
    const { peer, start, doneAfter } = watched(true)
    start()
    peer.candidate('udp', 'host')
    expect(await doneAfter(1_000)).toBe(false)
    peer.candidate('udp', 'srflx')
    expect(await doneAfter(30)).toBe(true)
    const silentServer = watched(true)
    silentServer.start()
    expect(await silentServer.doneAfter(2_499)).toBe(false)
    expect(await silentServer.doneAfter(1)).toBe(true)
  })
})
