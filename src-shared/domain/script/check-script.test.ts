import { expect, it } from 'vitest'
import { scriptStepId } from '../ids.ts'
import { checkScript } from './check-script.ts'
import { sampleScript } from './sample-script.fixture.ts'
import type { ScriptStep } from './script.ts'

const id = (text: string) => scriptStepId.parse(text)
const sample = sampleScript()
const withStep = (stepId: string, change: (step: ScriptStep) => ScriptStep) =>
  sampleScript({ steps: sample.steps.map((step) => (step.stepId === stepId ? change(step) : step)) })

it('finds nothing wrong with a sound script', () => {
  expect(checkScript(sample)).toEqual([])
})

it('names every way in which a script cannot be walked', () => {
  expect(checkScript(sampleScript({ firstStep: id('nowhere') }))).toContainEqual({ kind: 'first-step-missing' })
  const astray = checkScript(withStep('since', (step) => ({ ...step, goTo: id('nowhere') }) as ScriptStep))
  expect(astray).toContainEqual({ kind: 'target-missing', stepId: 'since', target: 'nowhere' })
  expect(astray).toContainEqual({ kind: 'no-way-to-end', stepId: 'since' })
  expect(astray).toContainEqual({ kind: 'unreachable', stepId: 'bye' })
})

it('finds steps and keys that are there twice, and circles', () => {
  expect(checkScript(sampleScript({ steps: [...sample.steps, sample.steps[0]!] }))).toContainEqual({
    kind: 'step-twice',
    stepId: 'hello',
  })
  const doubled = withStep('checks', (step) =>
    step.kind === 'checklist' ? { ...step, items: [...step.items, step.items[0]!] } : step,
  )
  expect(checkScript(doubled)).toEqual([{ kind: 'option-twice', stepId: 'checks', key: 'power' }])
  const circle = withStep('since', (step) => ({ ...step, goTo: id('checks') }) as ScriptStep)
  expect(checkScript(circle)).toContainEqual({ kind: 'no-way-to-end', stepId: 'checks' })
})
