import type { ScriptStepId } from '../ids.ts'
import type { Script } from './script.ts'
import { mayEndAt, stepOf, targetsOf } from './step-targets.ts'

/** What is wrong with a script beyond its schema. */
export type ScriptProblem =
  | { readonly kind: 'first-step-missing' }
  | { readonly kind: 'step-twice'; readonly stepId: ScriptStepId }
  | { readonly kind: 'target-missing'; readonly stepId: ScriptStepId; readonly target: ScriptStepId }
  | { readonly kind: 'unreachable'; readonly stepId: ScriptStepId }
  | { readonly kind: 'no-way-to-end'; readonly stepId: ScriptStepId }
  | { readonly kind: 'option-twice'; readonly stepId: ScriptStepId; readonly key: string }

/** Empty for a script that can be walked from its first step to an end, whatever is answered. */
export function checkScript(script: Script): ScriptProblem[] {
  const problems: ScriptProblem[] = []
  if (!stepOf(script, script.firstStep)) problems.push({ kind: 'first-step-missing' })
  const reachable = reachableFrom(script, script.firstStep)
  const seen = new Set<ScriptStepId>()
  for (const step of script.steps) {
    const { stepId } = step
    if (seen.has(stepId)) problems.push({ kind: 'step-twice', stepId })
    seen.add(stepId)
    if (!reachable.has(stepId)) problems.push({ kind: 'unreachable', stepId })
    if (!endsSomewhere(script, stepId)) problems.push({ kind: 'no-way-to-end', stepId })
    for (const target of targetsOf(step)) if (!stepOf(script, target)) problems.push({ kind: 'target-missing', stepId, target })
    for (const key of repeatedKeys(step)) problems.push({ kind: 'option-twice', stepId, key })
  }
  return problems
}

function endsSomewhere(script: Script, from: ScriptStepId): boolean {
  return [...reachableFrom(script, from)].some((stepId) => {
    const step = stepOf(script, stepId)
    return step !== undefined && mayEndAt(step)
  })
}

function reachableFrom(script: Script, first: ScriptStepId): Set<ScriptStepId> {
  const reached = new Set([first])
  for (const stepId of reached) {
    const step = stepOf(script, stepId)
    if (step) for (const target of targetsOf(step)) reached.add(target)
  }
  return reached
}

function repeatedKeys(step: Script['steps'][number]): string[] {
  const keys = step.kind === 'choice' ? step.options : step.kind === 'checklist' ? step.items : []
  return keys.map(({ key }) => key).filter((key, index, all) => all.indexOf(key) !== index)
}
