import { z } from 'zod'

export const languages = ['uk', 'ru', 'en'] as const
/** A language of the interface. Customers may speak others: see `customerLanguage`. */
export const language = z.enum(languages)
export type Language = z.infer<typeof language>

/** A text that exists in each language of the interface. */
export const localText = z.object({ uk: z.string().max(20_000), ru: z.string().max(20_000), en: z.string().max(20_000) })
export type LocalText = Readonly<z.infer<typeof localText>>

/** Languages that customers of the demo speak (ISO 639-1). */
export const customerLanguage = z.enum(['uk', 'ru', 'kk', 'pl', 'en'])
export type CustomerLanguage = z.infer<typeof customerLanguage>
