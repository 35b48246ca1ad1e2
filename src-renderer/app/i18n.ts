import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '#shared/domain/text/language.ts'

type Texts = Record<string, unknown>

/** `resources/locales/<language>/<namespace>.json`, bundled: a language is switched without waiting for anything. */
const files = import.meta.glob<Texts>('../../resources/locales/*/*.json', { eager: true, import: 'default' })

/** Language → namespace → texts. */
export function readLocales(): Record<string, Record<string, Texts>> {
  const locales: Record<string, Record<string, Texts>> = {}
  for (const [path, texts] of Object.entries(files)) {
    const [, language = '', namespace = ''] = /([a-z]+)\/([a-z-]+)\.json$/.exec(path) ?? []
    locales[language] = { ...locales[language], [namespace]: texts }
  }
  return locales
}

export function createI18n(language: Language): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: readLocales() as Record<string, Record<string, Record<string, string>>>,
    // React escapes; names with an apostrophe must not be escaped twice.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}

/** With a region, for number and date forms and for React Aria. */
export const regionOf: Readonly<Record<Language, string>> = { uk: 'uk-UA', ru: 'ru-RU', en: 'en-GB' }
