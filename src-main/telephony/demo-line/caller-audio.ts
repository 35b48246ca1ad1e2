import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket, usePCMU as pcmu } from 'werift'
import { type Conversation, frameMs, frameSamples } from './conversation.ts'
import { muLawLevel } from './g711.ts'

const pcmuPayload = 0
/** Frames that were missed while the process was busy are made up for, but never more than this. */
const maxCatchUpFrames = 25
const pollMs = 10

/** The real audio of a simulated customer: WebRTC with PCMU, by werift. */
export class CallerAudio {
  readonly #conversation: Conversation
  #peer: RTCPeerConnection | undefined
  #track: MediaStreamTrack | undefined
  #held = false
  #timer: ReturnType<typeof setInterval> | undefined
  #sequence = Math.floor(Math.random() * 0x8000)
  #timestamp = 0
  readonly #ssrc = Math.floor(Math.random() * 0xffffffff)
  #heard = { packets: 0, peakLevel: 0 }

  constructor(conversation: Conversation) {
    this.#conversation = conversation
  }

  /** What came from the operator so far; `peakLevel` is the loudest 20 ms, 0-1. */
  get heard(): { readonly packets: number; readonly peakLevel: number } {
    return this.#heard
  }

  async offer(): Promise<string> {
    const peer = this.#peer ?? this.#begin()
    await peer.setLocalDescription(await peer.createOffer())
    return localSdp(peer)
  }

  async acceptAnswer(sdp: string): Promise<void> {
    this.#remember(sdp)
    await this.#peer?.setRemoteDescription({ type: 'answer', sdp })
  }

  /** Answers the first offer, or a later one: hold, resume, or a page that lost its peer connection and begins anew. */
  async answer(sdp: string): Promise<string> {
    this.#remember(sdp)
    const peer = this.#peer ?? this.#begin()
    await peer.setRemoteDescription({ type: 'offer', sdp })
    await peer.setLocalDescription(await peer.createAnswer())
    return localSdp(peer)
  }

  dispose(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    const peer = this.#peer
    this.#peer = undefined
    void peer?.close()
  }

  #begin(): RTCPeerConnection {
    const peer = new RTCPeerConnection({
      codecs: { audio: [pcmu(), telephoneEvents()] },
      iceServers: [],
      iceUseIpv6: false,
      // A machine without a network has no other address, and on one with a network the call need not leave it.
      iceAdditionalHostAddresses: ['127.0.0.1'],
      bundlePolicy: 'max-bundle',
    })
    const track = new MediaStreamTrack({ kind: 'audio' })
    const transceiver = peer.addTransceiver(track, { direction: 'sendrecv' })
    transceiver.onTrack.subscribe((remote) => remote.onReceiveRtp.subscribe((packet) => this.#hear(packet)))
    peer.connectionStateChange.subscribe((state) => {
      if (state === 'connected' && peer === this.#peer) this.#startSending()
    })
    this.#peer = peer
    this.#track = track
    return peer
  }

  #remember(remoteSdp: string): void {
    if (!/^m=audio /m.test(remoteSdp)) throw new Error('The description has no audio')
    // RFC 3264 section 8.4: who puts us on hold sends no longer what we could hear, or hears us no more.
    this.#held = /^a=(sendonly|inactive)\s*$/m.test(remoteSdp)
  }

  #startSending(): void {
    if (this.#timer) return
    const startedMs = performance.now()
    let sent = 0
    let marker = true
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedMs) / frameMs)
      sent = Math.max(sent, due - maxCatchUpFrames)
      for (; sent < due; sent++) {
        if (!this.#held) this.#send(this.#conversation.frame(), marker)
        marker = this.#held
        this.#timestamp += frameSamples
      }
    }, pollMs)
  }

  #send(payload: Buffer, marker: boolean): void {
    this.#sequence = (this.#sequence + 1) & 0xffff
    const header = new RtpHeader({
      payloadType: pcmuPayload,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp >>> 0,
      marker,
      ssrc: this.#ssrc,
    })
    this.#track?.writeRtp(new RtpPacket(header, payload))
  }

  #hear(packet: RtpPacket): void {
    if (packet.header.payloadType !== pcmuPayload) return
    this.#heard = {
      packets: this.#heard.packets + 1,
      peakLevel: Math.max(this.#heard.peakLevel, muLawLevel(packet.payload)),
    }
    this.#conversation.hear(packet.payload)
  }
}

function localSdp(peer: RTCPeerConnection): string {
  const sdp = peer.localDescription?.sdp
  if (!sdp) throw new Error('No local description')
  return sdp
}

/** RFC 4733: agreed to, so that the operator may press digits, and not listened to. */
function telephoneEvents(): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8000, payloadType: 101 })
}
