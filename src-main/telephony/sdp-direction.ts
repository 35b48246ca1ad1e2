export type SdpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** Direction of the first audio stream (RFC 8866 §6.7), the session's where the stream names none. */
export function sdpDirection(sdp: string): SdpDirection {
  const [session = '', ...streams] = sdp.split(/^(?=m=)/m)
  const audio = streams.find((stream) => stream.startsWith('m=audio')) ?? ''
  const line = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m
  const said = (line.exec(audio) ?? line.exec(session))?.[1] as SdpDirection | undefined
  // RFC 2543 put a call on hold by an address of zeros.
  if (said === undefined && /^c=IN IP4 0\.0\.0\.0\s*$/m.test(audio || session)) return 'inactive'
  return said ?? 'sendrecv'
}

/** The far side sends nothing that it would want answered: it has put the call on hold (RFC 3264 §8.4). */
export function holdsUs(direction: SdpDirection): boolean {
  return direction === 'sendonly' || direction === 'inactive'
}
