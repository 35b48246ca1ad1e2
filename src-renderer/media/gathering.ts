/**
 * How long candidates are waited for. A machine's own UDP candidates come within 10 ms, Chromium's TCP ones, which no
 * PBX uses, after 120 ms: a short silence after a useful candidate is the end. With a STUN or TURN server the useful
 * candidate is the one from the server.
 */
const quietMs = 30
const capWithoutServersMs = 1_000
const capWithServersMs = 2_500

export type GatheringPeer = Pick<
  RTCPeerConnection,
  'iceGatheringState' | 'localDescription' | 'addEventListener' | 'removeEventListener'
>

export interface GatheringWatch {
  /** Call after setLocalDescription: resolves when the local description holds the candidates that are worth sending. */
  ready(): Promise<void>
  stop(): void
}

/** Starts to watch; must be called before setLocalDescription, whose candidates may come before it resolves. */
export function watchGathering(peer: GatheringPeer, hasServers: boolean): GatheringWatch {
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  let quiet: ReturnType<typeof setTimeout> | undefined
  let cap: ReturnType<typeof setTimeout> | undefined

  const onCandidate = (event: RTCPeerConnectionIceEvent) => {
    if (!event.candidate || !isWorthSending(event.candidate, hasServers)) return
    clearTimeout(quiet)
    quiet = setTimeout(finish, quietMs)
  }
  const onStateChange = () => {
    if (peer.iceGatheringState === 'complete') finish()
  }
  peer.addEventListener('icecandidate', onCandidate)
  peer.addEventListener('icegatheringstatechange', onStateChange)

  const stop = () => {
    peer.removeEventListener('icecandidate', onCandidate)
    peer.removeEventListener('icegatheringstatechange', onStateChange)
    clearTimeout(quiet)
    clearTimeout(cap)
    finish()
  }
  return {
    async ready() {
      // After an ICE restart the state still says "complete" of the former round; the candidates tell the truth.
      if (peer.iceGatheringState === 'complete' && peer.localDescription?.sdp.includes('a=candidate:')) finish()
      cap = setTimeout(finish, hasServers ? capWithServersMs : capWithoutServersMs)
      await finished
      stop()
    },
    stop,
  }
}

function isWorthSending(candidate: RTCIceCandidate, hasServers: boolean): boolean {
  if (candidate.protocol !== 'udp') return false
  return hasServers ? candidate.type === 'srflx' || candidate.type === 'relay' : candidate.type === 'host'
}
