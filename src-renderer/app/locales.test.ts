import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { callOutcome } from '#shared/domain/call/call-outcome.ts'
import { failureKinds } from '#shared/domain/failure/failure.ts'
import { notReadyReason } from '#shared/domain/operator/operator.ts'
import { allRoles } from '#shared/domain/people/role.ts'
import { sessionState } from '#shared/domain/people/session.ts'
import { refusalReason, syncState } from '#shared/domain/sync/sync-state.ts'
import { languages } from '#shared/domain/text/language.ts'
import type { Entity } from '#shared/entities/define-entity.ts'
import { entities } from '#shared/entities/entities.ts'
import { shortcuts } from './shortcuts.ts'
import { fieldKind } from './use-field-words.ts'

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

  test('every entity, field and choice of the schema has its word, and no word is left over', () => {
    const words = new Map(flat(read(language, 'entity')))
    const wanted = new Set(['empty', 'yes', 'no'])
    for (const [name, { columns }] of Object.entries(entities) as [string, Entity][]) {
      wanted.add(`entity.${name}`)
      for (const field of Object.keys(columns)) {
        wanted.add(`field.${name}.${field}`)
        const kind = fieldKind(name, field)
        if (kind?.kind === 'choice') for (const option of kind.options) wanted.add(`value.${option}`)
      }
    }
    expect([...words.keys()].sort()).toEqual([...wanted].sort())
  })

  test('every role, refusal, trouble of sync and reason of being signed out has its words', () => {
    const account = new Map(flat(read(language, 'account')))
    for (const role of allRoles) for (const key of ['role', 'roleText']) expect(account.has(`${key}.${role}`), role).toBe(true)
    const sync = new Map(flat(read(language, 'sync')))
    const troubles = syncState.shape.problem.unwrap().options
    for (const part of ['what', 'todo']) {
      for (const reason of refusalReason.options) expect(sync.has(`reason.${reason}.${part}`), reason).toBe(true)
      for (const trouble of troubles) expect(sync.has(`problem.${trouble}.${part}`), trouble).toBe(true)
    }
    const signIn = new Map(flat(read(language, 'sign-in')))
    const signedOut = sessionState.options.find(({ shape }) => shape.kind.value === 'signed-out')
    const reasons = signedOut && 'reason' in signedOut.shape ? signedOut.shape.reason.unwrap().options : []
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(signIn.has(`reason.${reason}.todo`), reason).toBe(true)
  })
})
