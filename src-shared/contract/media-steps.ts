import { z } from 'zod'
import { audioDevice, audioLevels, mediaDevices, mediaStats, microphoneState } from '../domain/media/media.ts'

const sessionId = z.string().min(1).max(64)
/** An SDP body; SIP messages above 16 kB are dropped earlier. */
const sdp = z.string().max(20_000)
const done = z.undefined()

function step<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output }
}

/**
 * What the main process asks of the media page, the only place with an RTCPeerConnection. The SDP comes and goes
 * as text (RFC 8866, offer/answer RFC 3264); candidates are inside it (no trickle: PBXs do not speak it over SIP).
 */
export const mediaSteps = {
  /** Makes the peer connection and takes the microphone. */
  open: step(z.object({ sessionId, iceServers: z.array(z.object({ urls: z.string().max(300) })) }), done),
  /** An offer or an answer from the far side; which, follows from the signalling state. */
  setRemote: step(z.object({ sessionId, sdp }), done),
  /** Our offer or answer, with its candidates. Called early for an answer, it is ready when the operator answers. */
  local: step(z.object({ sessionId, hold: z.boolean(), iceRestart: z.boolean() }), z.object({ sdp })),
  rollback: step(z.object({ sessionId }), done),
  /** From here on the microphone is heard (until then the track is silent). */
  unmute: step(z.object({ sessionId }), done),
  mute: step(z.object({ sessionId }), done),
  dtmf: step(z.object({ sessionId, tones: z.string().max(64), durationMs: z.number().int() }), done),
  stats: step(z.object({ sessionId }), mediaStats),
  close: step(z.object({ sessionId }), done),
  /** `ring`: somebody calls; `ringback`: we call; `knock`: a call waits behind another; `off`. */
  ring: step(z.object({ sound: z.enum(['ring', 'ringback', 'knock', 'busy', 'off']) }), done),
  devices: step(mediaDevices, done),
  meter: step(z.object({ on: z.boolean() }), done),
} as const

export type MediaSteps = typeof mediaSteps
export type MediaStepName = keyof MediaSteps
export type MediaStepInput<N extends MediaStepName> = z.input<MediaSteps[N]['input']>
export type MediaStepOutput<N extends MediaStepName> = z.output<MediaSteps[N]['output']>

/** What the media page tells by itself. */
export const mediaReport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('devices'),
    microphone: microphoneState,
    microphones: z.array(audioDevice).max(50),
    speakers: z.array(audioDevice).max(50),
  }),
  z.object({ kind: z.literal('levels'), levels: audioLevels }),
  z.object({ kind: z.literal('connection'), sessionId, state: z.string().max(30) }),
])
export type MediaReport = Readonly<z.infer<typeof mediaReport>>
