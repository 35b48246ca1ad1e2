import { z } from 'zod'
import { failureKind } from '../failure/failure.ts'

export const audioDevice = z.object({ deviceId: z.string().max(200), label: z.string().max(200) })
export type AudioDevice = Readonly<z.infer<typeof audioDevice>>

export const microphoneState = z.enum(['unknown', 'ready', 'missing', 'denied', 'busy'])

/** What the media page can do now. */
export const mediaState = z.object({
  /** A media page is connected and answers. */
  alive: z.boolean(),
  microphone: microphoneState,
  microphones: z.array(audioDevice),
  speakers: z.array(audioDevice),
})
export type MediaState = Readonly<z.infer<typeof mediaState>>

/** Chosen devices; absent means the system's default. */
export const mediaDevices = z.object({
  microphoneId: z.string().max(200).optional(),
  speakerId: z.string().max(200).optional(),
  ringerId: z.string().max(200).optional(),
  /** 0-1 */
  ringerVolume: z.number().min(0).max(1),
  speakerVolume: z.number().min(0).max(1),
})
export type MediaDevices = Readonly<z.infer<typeof mediaDevices>>

/** 0-1, root mean square of the last 100 ms. */
export const audioLevels = z.object({ microphone: z.number().min(0).max(1), speaker: z.number().min(0).max(1) })
export type AudioLevels = Readonly<z.infer<typeof audioLevels>>

/** From the WebRTC statistics of one call; energies are cumulative (W3C webrtc-stats totalAudioEnergy). */
export const mediaStats = z.object({
  connection: z.string().max(30),
  packetsReceived: z.number(),
  packetsLost: z.number(),
  packetsSent: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.number().optional(),
  receivedEnergy: z.number(),
  sentEnergy: z.number(),
  codec: z.string().max(60).optional(),
})
export type MediaStats = Readonly<z.infer<typeof mediaStats>>

export const mediaProblem = z.object({ kind: failureKind })
