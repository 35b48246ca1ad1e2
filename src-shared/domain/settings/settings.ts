import { z } from 'zod'
import { callerTrust, lineSettings } from '../line/line.ts'
import { mediaDevices } from '../media/media.ts'
import { language } from '../text/language.ts'

const fields = {
  language,
  theme: z.enum(['system', 'light', 'dark']),
  operatorName: z.string().max(100),
  callerTrust,
  media: mediaDevices,
  demo: z.object({ callsByThemselves: z.boolean() }),
  /** DTMF by RFC 4733 in the audio, or by SIP INFO. */
  dtmf: z.enum(['rtp', 'info']),
}

/** This device's settings. Every field has a default, so an older or damaged record still loads. */
export const settings = z.object({
  language: fields.language.default('uk'),
  theme: fields.theme.default('system'),
  operatorName: fields.operatorName.default(''),
  /** Absent: the demo line. */
  line: lineSettings.optional(),
  callerTrust: fields.callerTrust.default({
    order: ['p-asserted-identity', 'remote-party-id', 'from'],
    homeCountry: 'UA',
    headerFields: {},
  }),
  media: fields.media.default({ ringerVolume: 0.6, speakerVolume: 1 }),
  demo: fields.demo.default({ callsByThemselves: true }),
  dtmf: fields.dtmf.default('rtp'),
})
/** Some of them. Not `settings.partial()`: that fills in the defaults, and each change would undo all the others. */
export const settingsChange = z.object(fields).partial()
export type Settings = Readonly<z.infer<typeof settings>>
export const defaultSettings: Settings = settings.parse({})
