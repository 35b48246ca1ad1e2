import { describe, expect, it } from 'vitest'
import { readNumber } from '#shared/domain/number/read-number.ts'
import { checkScript } from '#shared/domain/script/check-script.ts'
import { chooseScript } from '#shared/domain/script/choose-script.ts'
import { renderSay, saidText } from '#shared/domain/script/render-say.ts'
import { buildScriptData, type ScriptDataInput } from '#shared/domain/script/script-data.ts'
import { type LocalText, languages } from '#shared/domain/text/language.ts'
import { readCatalogue } from './catalogue.ts'
import { fullCard } from './full-card.fixture.ts'

const { queues, dispositions, scripts } = readCatalogue()
const nowMs = Date.UTC(2026, 10, 21, 9)
const bare: ScriptDataInput = {
  caller: { anonymous: true, source: 'from' },
  context: { fields: {} },
  direction: 'inbound',
  operatorName: '',
  language: 'uk',
  nowMs,
  localHour: 9,
}
const full: ScriptDataInput = {
  ...bare,
  caller: {
    anonymous: false,
    source: 'from',
    number: { dial: '+380671234567', e164: '+380671234567', display: '067 123 45 67' },
  },
  operatorName: 'Оператор 1',
  queue: queues[0],
  card: fullCard(nowMs),
}

/** Every text that a script shows, with where it is. */
function textsOf(script: (typeof scripts)[number]): [string, LocalText][] {
  const steps = script.steps.flatMap((step): [string, LocalText][] => [
    [`${step.stepId}.title`, step.title],
    [`${step.stepId}.say`, step.say],
    ...(step.hint ? [[`${step.stepId}.hint`, step.hint] as [string, LocalText]] : []),
    ...(step.kind === 'choice'
      ? step.options.map(({ key, label }): [string, LocalText] => [`${step.stepId}.${key}`, label])
      : []),
    ...(step.kind === 'checklist'
      ? step.items.map(({ key, label }): [string, LocalText] => [`${step.stepId}.${key}`, label])
      : []),
  ])
  return [
    ...steps,
    ...script.objections.flatMap(({ key, title, say }): [string, LocalText][] => [
      [key, title],
      [`${key}.say`, say],
    ]),
  ]
}

describe.each(scripts.map((script) => [script.scriptId, script] as const))('the script %s', (_, script) => {
  it('can be walked to its end from every step', () => {
    expect(checkScript(script)).toEqual([])
  })

  it('suggests dispositions that can be chosen', () => {
    const leaves = dispositions.filter(({ parentId }) => parentId).map(({ dispositionId }) => dispositionId as string)
    for (const step of script.steps) if (step.kind === 'end') expect(leaves).toContain(step.suggestDisposition)
  })

  it.each([
    ['a stranger', bare],
    ['a customer of whom everything is known', full],
    ['an outbound call', { ...full, direction: 'outbound' } as const],
  ])('says every step to %s in three languages, without holes or tags', (_who, input) => {
    for (const [where, texts] of textsOf(script)) {
      for (const language of languages) {
        const said = saidText(renderSay(texts[language], buildScriptData(input), language))
        expect(said.length, `${where} ${language}`).toBeGreaterThan(0)
        expect(said, `${where} ${language}`).not.toMatch(/[{}…%]|undefined|null|NaN|\[object| {2}| [,.!?]|№ ?[.,]|«»/)
      }
    }
  })

  it('is written in each language on its own', () => {
    for (const [where, { uk, ru, en }] of textsOf(script)) {
      expect(en, where).not.toMatch(/[а-яіїєґ]/i)
      expect(ru, where).not.toMatch(/[іїєґ]/i)
      expect(uk, where).not.toMatch(/[ыэъё]/i)
    }
  })
})

it('the broken template would be seen: a fallback leaves its mark', () => {
  expect(saidText(renderSay('{{ customer.name | nosuch }}', {}))).toBe('…')
})

it('has a script for every queue, and one for calls of none', () => {
  const call = { direction: 'inbound', localHour: 3, hasOpenCase: false } as const
  expect(queues.map((queue) => chooseScript(scripts, { ...call, queue: queue.queueId })?.script.scriptId)).toEqual([
    'support',
    'sales',
    'complaint',
  ])
  expect(chooseScript(scripts, call)).toMatchObject({ script: { scriptId: 'general' }, reasons: ['default'] })
})

describe('the dispositions', () => {
  const roots = dispositions.filter(({ parentId }) => !parentId)
  const children = (id: string) => dispositions.filter(({ parentId }) => parentId === id)

  it('are a tree of five or six groups with three to six leaves, each reached by two digits', () => {
    expect(roots.length).toBeGreaterThanOrEqual(5)
    for (const siblings of [roots, ...roots.map((root) => children(root.dispositionId))]) {
      expect(siblings.length).toBeGreaterThanOrEqual(3)
      expect(siblings.length).toBeLessThanOrEqual(6)
      expect(siblings.map(({ shortcut }) => shortcut)).toEqual(siblings.map((_, index) => String(index + 1)))
      expect(siblings.map(({ position }) => position)).toEqual(siblings.map((_, index) => index + 1))
    }
    expect(new Set(dispositions.map(({ dispositionId }) => dispositionId)).size).toBe(dispositions.length)
    expect(roots.length + roots.flatMap((root) => children(root.dispositionId)).length).toBe(dispositions.length)
  })

  it('ask for every follow-up and for some notes', () => {
    expect(new Set(dispositions.map(({ followUp }) => followUp))).toEqual(new Set(['none', 'case', 'callback', 'task']))
    expect(dispositions.some(({ noteRequired }) => noteRequired)).toBe(true)
  })
})

it('the numbers of the queues can be dialled and belong to one queue each', () => {
  const numbers = queues.flatMap(({ dnis }) => dnis)
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const number of numbers) expect(readNumber(number, 'UA')).toMatchObject({ e164: number, country: 'UA' })
  expect(queues.filter(({ dispositionRequired }) => dispositionRequired).map(({ queueId }) => queueId)).toEqual([
    'support',
    'complaints',
  ])
})
