import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CustomerLanguage, customerLanguage } from '#shared/domain/text/language.ts'
import type { Log } from '#shared/ports/log.ts'
import { readWav } from './wav.ts'

/** What a simulated customer can say, as µ-law at 8 kHz; the first is the greeting. Never empty. */
export type Phrases = readonly Buffer[]
export type PhraseBook = Readonly<Record<CustomerLanguage, Phrases>>

/** Where there is nothing to say: the call goes on, silent. */
const speechless: Phrases = [Buffer.alloc(0)]

/** Reads `<language>-<n>.wav` of the folder. A language whose files are missing or damaged is silent, and logged. */
export async function readPhraseBook(soundsDir: string, log: Log): Promise<PhraseBook> {
  const names = await readdir(soundsDir).catch(() => [])
  const read = async (language: CustomerLanguage): Promise<Phrases> => {
    const wanted = names.filter((name) => name.startsWith(`${language}-`) && name.endsWith('.wav')).sort()
    try {
      const phrases = await Promise.all(wanted.map(async (name) => readWav(await readFile(join(soundsDir, name)))))
      if (phrases.length > 0) return phrases
      log.error('No sounds for a language of the demo', { language })
    } catch (error) {
      log.error('The sounds of the demo cannot be read', { language, error })
    }
    return speechless
  }
  const entries = customerLanguage.options.map(async (language) => [language, await read(language)] as const)
  return Object.fromEntries(await Promise.all(entries)) as Record<CustomerLanguage, Phrases>
}
