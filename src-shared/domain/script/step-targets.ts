import { assertNever } from '../../flow/assert-never.ts'
import type { ScriptStepId } from '../ids.ts'
import type { Script, ScriptStep } from './script.ts'

export function stepOf(script: Script, stepId: ScriptStepId): ScriptStep | undefined {
  return script.steps.find((step) => step.stepId === stepId)
}

/** Where the step may lead. A missing target ends the script and is left out. */
export function targetsOf(step: ScriptStep): ScriptStepId[] {
  switch (step.kind) {
    case 'choice':
      return step.options.flatMap((option) => option.goTo ?? [])
    case 'checklist':
    case 'input':
    case 'say':
      return step.goTo ? [step.goTo] : []
    case 'end':
      return []
    default:
      return assertNever(step)
  }
}

/** The script may end right after this step. */
export function mayEndAt(step: ScriptStep): boolean {
  switch (step.kind) {
    case 'choice':
      return step.options.some((option) => option.goTo === undefined)
    case 'checklist':
    case 'input':
    case 'say':
      return step.goTo === undefined
    case 'end':
      return true
    default:
      return assertNever(step)
  }
}
