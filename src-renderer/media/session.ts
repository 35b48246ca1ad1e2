import type { MediaStats } from '#shared/domain/media/media.ts'
import { watchGathering } from './gathering.ts'
import type { Microphone, MicrophoneUse } from './microphone.ts'
import { readStats } from './session-stats.ts'

/** Longer than anybody's patience with a ringing phone: then the call goes on without the microphone, which may follow. */
const microphonePatienceMs = 10_000
/** RFC 4733 tones: pause between two of them, and the limits of RTCDTMFSender. */
const interToneGapMs = 70
const toneMs = { min: 40, max: 6_000 }

export interface SessionEvents {
  onTrack(track: MediaStreamTrack): void
  onConnection(state: RTCPeerConnectionState): void
}

/** One call's audio: a peer connection and its share of the microphone. */
export class Session {
  readonly #peer: RTCPeerConnection
  readonly #use: MicrophoneUse
  readonly #hasServers: boolean
  #track: MediaStreamTrack | undefined
  #heard = false
  #closed = false

  constructor(iceServers: readonly { readonly urls: string }[], microphone: Microphone, events: SessionEvents) {
    this.#hasServers = iceServers.length > 0
    this.#peer = new RTCPeerConnection({ iceServers: [...iceServers], bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' })
    this.#peer.addEventListener('track', ({ track }) => {
      if (track.kind === 'audio') events.onTrack(track)
    })
    this.#peer.addEventListener('connectionstatechange', () => events.onConnection(this.#peer.connectionState))
    this.#use = microphone.use((source) => this.#send(source))
  }

  async microphoneSettled(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, microphonePatienceMs)
    })
    await Promise.race([this.#use.ready, patience])
    clearTimeout(timer)
  }

  async setRemote(sdp: string): Promise<void> {
    const type = this.#peer.signalingState === 'have-local-offer' ? 'answer' : 'offer'
    await this.#peer.setRemoteDescription({ type, sdp })
  }

  async local(hold: boolean, iceRestart: boolean): Promise<string> {
    const answering = this.#peer.signalingState === 'have-remote-offer'
    const transceiver = this.#audio() ?? this.#peer.addTransceiver('audio')
    for (const other of this.#peer.getTransceivers()) {
      if (other !== transceiver && other.direction !== 'stopped') other.direction = 'inactive'
    }
    await transceiver.sender.replaceTrack(this.#track ?? null)
    transceiver.direction = directionOf(hold, this.#track !== undefined)
    const gathering = watchGathering(this.#peer, this.#hasServers)
    try {
      await this.#peer.setLocalDescription(await (answering ? this.#peer.createAnswer() : this.#peer.createOffer({ iceRestart })))
      await gathering.ready()
    } finally {
      gathering.stop()
    }
    if (this.#closed) throw new Error('Closed while gathering')
    return this.#peer.localDescription?.sdp ?? ''
  }

  async rollback(): Promise<void> {
    const description = { type: 'rollback' } as const
    if (this.#peer.signalingState === 'have-local-offer') await this.#peer.setLocalDescription(description)
    if (this.#peer.signalingState === 'have-remote-offer') await this.#peer.setRemoteDescription(description)
  }

  hear(on: boolean): void {
    this.#heard = on
    if (this.#track) this.#track.enabled = on
  }

  dtmf(tones: string, durationMs: number): void {
    const sender = this.#audio()?.sender.dtmf
    if (!sender?.canInsertDTMF) throw new Error('The far side takes no telephone events')
    sender.insertDTMF(tones, Math.min(toneMs.max, Math.max(toneMs.min, durationMs)), interToneGapMs)
  }

  async stats(): Promise<MediaStats> {
    return readStats(this.#peer.connectionState, await this.#peer.getStats())
  }

  close(): void {
    this.#closed = true
    this.#use.release()
    this.#track?.stop()
    this.#peer.close()
  }

  #send(source: MediaStreamTrack | undefined): void {
    this.#track?.stop()
    this.#track = source?.clone()
    if (this.#track) this.#track.enabled = this.#heard
    // A session that began without a microphone is recvonly: the next offer or answer asks for both directions.
    this.#audio()
      ?.sender.replaceTrack(this.#track ?? null)
      .catch(() => undefined)
  }

  #audio(): RTCRtpTransceiver | undefined {
    return this.#peer
      .getTransceivers()
      .find(({ receiver, direction }) => receiver.track.kind === 'audio' && direction !== 'stopped')
  }
}

export function directionOf(hold: boolean, hasMicrophone: boolean): RTCRtpTransceiverDirection {
  if (hold) return hasMicrophone ? 'sendonly' : 'inactive'
  return hasMicrophone ? 'sendrecv' : 'recvonly'
}
