import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { callOutcome } from '#shared/domain/call/call-outcome.ts'
import { failureKinds } from '#shared/domain/failure/failure.ts'
import { notReadyReason } from '#shared/domain/operator/operator.ts'
import { languages } from '#shared/domain/text/language.ts'
import { shortcuts } from './shortcuts.ts'

const folder = new URL('../../resources/locales/', import.meta.url)
const plural = /_(zero|one|two|few|many|other)$/
const categories = { uk: ['one', 'few', 'many', 'other'], ru: ['one', 'few', 'many', 'other'], en: ['one', 'other'] } as const

type Tree = { readonly [key: string]: string | Tree }

function read(language: string, namespace: string): Tree {
  return JSON.parse(readFileSync(new URL(`${language}/${namespace}.json`, folder), 'utf8')) as Tree
}
function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )
}
function namespacesOf(language: string): string[] {
  return readdirSync(new URL(`${language}/`, folder)).map((file) => file.replace('.json', ''))
}
const baseKeys = (tree: Tree) => [...new Set(flat(tree).map(([key]) => key.replace(plural, '')))].sort()
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort()

const namespaces = namespacesOf('en')

test('every language has the same namespaces', () => {
  for (const language of languages) expect(namespacesOf(language).sort()).toEqual(namespaces.sort())
})

describe.each(namespaces)('%s', (namespace) => {
  test.each(languages)('has the same keys in %s', (language) => {
    expect(baseKeys(read(language, namespace))).toEqual(baseKeys(read('en', namespace)))
  })

  test.each(languages)('has every plural form and no empty text in %s', (language) => {
    const texts = new Map(flat(read(language, namespace)))
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe('')
      if (!plural.test(key)) continue
      for (const category of categories[language]) expect([...texts.keys()]).toContain(key.replace(plural, `_${category}`))
    }
  })

  test.each(languages)('fills the same placeholders in %s', (language) => {
    const english = new Map(flat(read('en', namespace)))
    for (const [key, text] of flat(read(language, namespace))) {
      const twin = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? ''
      expect(placeholders(text), key).toEqual(placeholders(twin))
    }
  })
})

describe.each(languages)('in %s', (language) => {
  test.each(failureKinds)('failure %s says what happened and what to do', (kind) => {
    const { what, todo } = read(language, 'failure')[kind] as { what: string; todo: string }
    expect(what.length).toBeGreaterThan(8)
    expect(todo.length).toBeGreaterThan(8)
  })

  test('every shortcut, reason and outcome has its word', () => {
    const common = new Map(flat(read(language, 'common')))
    for (const id of Object.keys(shortcuts)) {
      expect(common.has(/^tab\d$/.test(id) ? 'shortcut.tabs' : `shortcut.${id}`), id).toBe(true)
    }
    for (const reason of notReadyReason.options) expect(common.has(`reason.${reason}`), reason).toBe(true)
    const calls = new Map(flat(read(language, 'calls')))
    for (const outcome of callOutcome.options) expect(calls.has(`outcome.${outcome}`), outcome).toBe(true)
  })
})
