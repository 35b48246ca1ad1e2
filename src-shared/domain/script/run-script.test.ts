import { describe, expect, it } from 'vitest'
import { scriptStepId } from '../ids.ts'
import {
  answerOption,
  blockAt,
  goBack,
  goNext,
  inLanguage,
  presentStep,
  progressOf,
  restartRun,
  restoreRun,
  startRun,
  tickItem,
  typeValue,
} from './run-script.ts'
import { sampleScript } from './sample-script.fixture.ts'
import { type Script, type ScriptRun, scriptRun } from './script.ts'

const sample = sampleScript()
const at = (run: ScriptRun, script: Script = sample) => presentStep(script, run)?.stepId
const atChecks = answerOption(sample, goNext(sample, startRun(sample, 'uk')), 'fault')
const atSince = goNext(sample, atChecks)
const atBye = goNext(sample, typeValue(sample, atSince, '2026-11-21'))

describe('a run of a script', () => {
  it('goes from the first step to the end by the answers given', () => {
    expect([at(startRun(sample, 'uk')), at(atChecks), at(atSince), at(atBye)]).toEqual(['hello', 'checks', 'since', 'bye'])
    expect(atBye).toMatchObject({ finished: true, answers: { why: 'fault', since: '2026-11-21' } })
    expect(scriptRun.parse(atBye)).toEqual(atBye)
  })

  it('ends where an option leads nowhere, and opens again by going back', () => {
    const ended = answerOption(sample, goBack(sample, atChecks), 'nothing')
    expect(ended).toMatchObject({ finished: true, path: ['hello', 'why'] })
    expect(goNext(sample, ended)).toBe(ended)
    expect(goBack(sample, ended)).toMatchObject({ finished: false, path: ['hello', 'why'] })
    expect(answerOption(sample, ended, 'fault')).toMatchObject({ finished: false, path: ['hello', 'why', 'checks'] })
  })

  it('goes back step by step and keeps what was answered', () => {
    const back = goBack(sample, atBye)
    expect(back).toMatchObject({ finished: false, path: ['hello', 'why', 'checks', 'since'], answers: { since: '2026-11-21' } })
    expect(at(goNext(sample, back))).toBe('bye')
    expect(goNext(sample, goBack(sample, atChecks)).path).toEqual(atChecks.path)
    const first = startRun(sample, 'uk')
    expect(goBack(sample, first)).toBe(first)
  })

  it('starts again in the same language, with nothing answered', () => {
    expect(restartRun(sample, inLanguage(atBye, 'en'))).toEqual(startRun(sample, 'en'))
  })

  it('ticks and unticks in the order of the list', () => {
    const both = tickItem(sample, tickItem(sample, atChecks, 'cable', true), 'power', true)
    expect(both.answers.checks).toEqual(['power', 'cable'])
    expect(tickItem(sample, both, 'power', false).answers.checks).toEqual(['cable'])
    expect(tickItem(sample, atChecks, 'other', true)).toBe(atChecks)
  })

  it('ignores what has no meaning at the present step', () => {
    expect(answerOption(sample, atChecks, 'fault')).toBe(atChecks)
    expect(typeValue(sample, atChecks, 'x')).toBe(atChecks)
    expect(tickItem(sample, atSince, 'power', true)).toBe(atSince)
    const atWhy = goBack(sample, atChecks)
    expect(answerOption(sample, atWhy, 'no such key')).toBe(atWhy)
  })

  it('stays at a choice without an answer', () => {
    const atWhy = goNext(sample, startRun(sample, 'uk'))
    expect(blockAt(sample, atWhy)).toBe('choose-one')
    expect(goNext(sample, atWhy)).toBe(atWhy)
  })

  it.each([
    ['date', true, '', 'required'],
    ['date', true, '   ', 'required'],
    ['date', false, '', undefined],
    ['date', true, '2026-02-29', 'not-a-date'],
    ['date', true, '2028-02-29', undefined],
    ['date', true, '29.02.2028', 'not-a-date'],
    ['number', true, '1 250,50', undefined],
    ['number', true, '=1+1', 'not-a-number'],
    ['phone', true, '067 123 45 67', undefined],
    ['phone', true, 'call me', 'not-a-phone'],
    ['text', true, 'anything', undefined],
  ] as const)('asks of a %s (required %s) that %j is %s', (type, required, value, block) => {
    const steps = sample.steps.map((step) =>
      step.kind === 'input' ? { ...step, field: { ...step.field, type, required } } : step,
    )
    const script = { ...sample, steps }
    const run = typeValue(script, atSince, value)
    expect(run.answers.since).toBe(value)
    expect(blockAt(script, run)).toBe(block)
    expect(at(goNext(script, run), script)).toBe(block ? 'since' : 'bye')
  })

  it('measures its progress against the shortest way left', () => {
    expect(
      [startRun(sample, 'uk'), goBack(sample, atChecks), atChecks, atSince, atBye].map((run) => progressOf(sample, run)),
    ).toEqual([0, 1 / 2, 2 / 4, 3 / 4, 1])
  })

  it('goes round in circles without growing for ever', () => {
    const steps = sample.steps.map((step) =>
      step.stepId === 'since' && step.kind === 'input' ? { ...step, goTo: scriptStepId.parse('checks') } : step,
    )
    const circle = { ...sample, steps }
    let run = typeValue(circle, atSince, '2026-11-21')
    for (let round = 0; round < 1_000; round++) run = goNext(circle, run)
    expect(scriptRun.parse(run).path).toHaveLength(500)
    expect(progressOf(circle, run)).toBeLessThan(1)
  })
})

describe('restoring a run', () => {
  it('gives back the same when the script is the same', () => {
    for (const run of [
      startRun(sample, 'ru'),
      atChecks,
      atSince,
      atBye,
      answerOption(sample, goBack(sample, atChecks), 'nothing'),
    ]) {
      expect(restoreRun(sample, run)).toEqual(run)
    }
  })

  it('stands at the last step that still exists, without the answers that do not', () => {
    const steps = sample.steps
      .filter((step) => step.stepId !== 'since')
      .map((step) => (step.kind === 'checklist' ? { ...step, goTo: undefined } : step))
    const newer = sampleScript({ version: 2, steps })
    const restored = restoreRun(newer, tickItem(sample, atBye, 'power', true))
    expect(restored).toEqual({
      scriptId: 'sample',
      version: 2,
      language: 'uk',
      path: ['hello', 'why', 'checks'],
      answers: { why: 'fault' },
      finished: false,
    })
  })

  it('drops options and ticks that were taken away', () => {
    const ticked = tickItem(sample, tickItem(sample, atChecks, 'power', true), 'cable', true)
    const steps = sample.steps.map((step) => (step.kind === 'checklist' ? { ...step, items: step.items.slice(1) } : step))
    expect(restoreRun(sampleScript({ version: 2, steps }), ticked).answers).toEqual({ why: 'fault', checks: ['cable'] })
    const fewer = sample.steps.map((step) => (step.kind === 'choice' ? { ...step, options: step.options.slice(1) } : step))
    expect(restoreRun(sampleScript({ version: 2, steps: fewer }), ticked)).toMatchObject({
      path: ['hello', 'why'],
      answers: { checks: ['power', 'cable'] },
    })
  })

  it('starts anew for another script or a path that leads nowhere', () => {
    expect(restoreRun(sampleScript({ scriptId: 'other' as Script['scriptId'] }), atBye)).toMatchObject({
      path: ['hello'],
      answers: {},
      finished: false,
    })
    expect(restoreRun(sample, { ...atBye, path: [] })).toMatchObject({ path: ['hello'], finished: false })
  })
})
