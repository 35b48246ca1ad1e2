import { describe, expect, it } from 'vitest'
import { queueId } from '../ids.ts'
import { chooseScript, type ScriptContext } from './choose-script.ts'
import { sampleScript } from './sample-script.fixture.ts'
import { type Script, script } from './script.ts'

function ruled(scriptId: string, rule: Partial<Record<keyof Script['rule'], unknown>> = {}): Script {
  const base = sampleScript()
  return script.parse({ ...base, scriptId, rule: { ...base.rule, ...rule } })
}
const call: ScriptContext = {
  queue: queueId.parse('support'),
  language: 'uk',
  segment: 'gold',
  direction: 'inbound',
  localHour: 10,
  hasOpenCase: false,
}
const chosen = (scripts: Script[], more: Partial<ScriptContext> = {}) => chooseScript(scripts, { ...call, ...more })
const chosenId = (scripts: Script[], more: Partial<ScriptContext> = {}) => chosen(scripts, more)?.script.scriptId

describe('chooseScript', () => {
  it.each([
    ['queue', { queues: ['support'] }, { queue: queueId.parse('sales') }],
    ['queue', { queues: ['support'] }, { queue: undefined }],
    ['language', { languages: ['uk', 'ru'] }, { language: 'en' }],
    ['language', { languages: ['uk'] }, { language: undefined }],
    ['segment', { segments: ['gold'] }, { segment: 'new' }],
    ['hours', { hours: { from: 9, to: 18 } }, { localHour: 18 }],
    ['hours', { hours: { from: 22, to: 11 } }, { localHour: 11 }],
  ] as const)('by %s when %j, and not when %j', (reason, rule, otherwise) => {
    expect(chosen([ruled('a', rule)])).toMatchObject({ reasons: [reason] })
    expect(chosen([ruled('a', rule)], otherwise)).toBeUndefined()
  })

  it('by direction, which alone is no reason to show', () => {
    expect(chosen([ruled('a', { direction: 'inbound' })])?.reasons).toEqual(['default'])
    expect(chosen([ruled('a', { direction: 'outbound' })])).toBeUndefined()
  })

  it('asks for an open case only where the rule does', () => {
    const scripts = [ruled('a'), ruled('b', { needsOpenCase: true })]
    expect(chosenId(scripts)).toBe('a')
    expect(chosen(scripts, { hasOpenCase: true })).toMatchObject({ script: { scriptId: 'b' }, reasons: ['open-case'] })
  })

  it('prefers priority to specificity, specificity to order, and never wavers', () => {
    const plain = ruled('c')
    const specific = ruled('b', { queues: ['support'], languages: ['uk'] })
    const urgent = ruled('a', { priority: 1 })
    expect(chosenId([plain, specific])).toBe('b')
    expect(chosenId([plain, specific, urgent])).toBe('a')
    expect(chosenId([ruled('z'), ruled('y')])).toBe('y')
    expect(chosenId([ruled('y'), ruled('z')])).toBe('y')
    expect(chosenId([plain, ruled('d', { direction: 'inbound' })])).toBe('d')
  })

  it('gives nothing when nothing fits', () => {
    expect(chosen([])).toBeUndefined()
  })
})
