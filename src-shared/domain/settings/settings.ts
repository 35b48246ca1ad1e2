import { z } from 'zod'
import { callerTrust, lineSettings } from '../line/line.ts'
import { mediaDevices } from '../media/media.ts'
import { language } from '../text/language.ts'

/** This device's settings. Every field has a default, so an older or damaged record still loads. */
export const settings = z.object({
  language: language.default('uk'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  operatorName: z.string().max(100).default(''),
  /** Absent: the demo line. */
  line: lineSettings.optional(),
  callerTrust: callerTrust.default({
    order: ['p-asserted-identity', 'remote-party-id', 'from'],
    homeCountry: 'UA',
    headerFields: {},
  }),
  media: mediaDevices.default({ ringerVolume: 0.6, speakerVolume: 1 }),
  demo: z.object({ callsByThemselves: z.boolean() }).default({ callsByThemselves: true }),
  /** DTMF by RFC 4733 in the audio, or by SIP INFO. */
  dtmf: z.enum(['rtp', 'info']).default('rtp'),
})
export type Settings = Readonly<z.infer<typeof settings>>
export const defaultSettings: Settings = settings.parse({})
