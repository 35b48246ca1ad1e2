import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CustomerLanguage } from '#shared/domain/text/language.ts'
import { readWav } from './wav.ts'

/** What a simulated customer can say, as µ-law at 8 kHz; the first is the greeting. Never empty. */
export type Phrases = readonly Buffer[]

/** Reads `<language>-<n>.wav` of the folder when first asked for a language, and keeps them. Rejects when there are none. */
export function createPhraseBook(soundsDir: string): (language: CustomerLanguage) => Promise<Phrases> {
  const read = new Map<CustomerLanguage, Promise<Phrases>>()
  return (language) => {
    const known = read.get(language) ?? readPhrases(soundsDir, language)
    read.set(language, known)
    return known
  }
}

async function readPhrases(soundsDir: string, language: CustomerLanguage): Promise<Phrases> {
  const names = (await readdir(soundsDir)).filter((name) => name.startsWith(`${language}-`) && name.endsWith('.wav')).sort()
  if (names.length === 0) throw new Error(`No sounds for "${language}"`)
  return Promise.all(names.map(async (name) => readWav(await readFile(join(soundsDir, name)))))
}
