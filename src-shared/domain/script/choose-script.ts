import type { CallDirection } from '../call/call.ts'
import type { Segment } from '../customer/customer.ts'
import type { QueueId } from '../ids.ts'
import type { CustomerLanguage } from '../text/language.ts'
import type { ScreenPop } from '../work/screen-pop.ts'
import type { Script } from './script.ts'

/** What is known of the call when its script is chosen; an unknown customer has no language and no segment. */
export interface ScriptContext {
  readonly queue?: QueueId
  readonly language?: CustomerLanguage
  readonly segment?: Segment
  readonly direction: CallDirection
  /** 0-23, where the operator is. */
  readonly localHour: number
  readonly hasOpenCase: boolean
}

export type ScriptReason = ScreenPop['scriptReasons'][number]

export interface ChosenScript {
  readonly script: Script
  /** The parts of its rule that decided; `default` when it asks for nothing. */
  readonly reasons: readonly ScriptReason[]
}

/** The script whose rule fits: highest priority first, then the most specific, then by id so that the choice never wavers. */
export function chooseScript(scripts: readonly Script[], context: ScriptContext): ChosenScript | undefined {
  const [best] = scripts.filter((script) => fits(script, context)).sort(byFitness)
  return best && { script: best, reasons: reasonsOf(best) }
}

function fits({ rule }: Script, context: ScriptContext): boolean {
  return (
    allows(rule.queues, context.queue) &&
    allows(rule.languages, context.language) &&
    allows(rule.segments, context.segment) &&
    (rule.direction === 'any' || rule.direction === context.direction) &&
    (rule.hours === undefined || isWithin(rule.hours, context.localHour)) &&
    (!rule.needsOpenCase || context.hasOpenCase)
  )
}

function allows<T>(allowed: readonly T[], value: T | undefined): boolean {
  return allowed.length === 0 || (value !== undefined && allowed.includes(value))
}

/** `from` after `to` spans midnight. */
function isWithin({ from, to }: { from: number; to: number }, hour: number): boolean {
  return from < to ? from <= hour && hour < to : hour >= from || hour < to
}

function byFitness(a: Script, b: Script): number {
  return b.rule.priority - a.rule.priority || specificity(b) - specificity(a) || (a.scriptId < b.scriptId ? -1 : 1)
}

function specificity(script: Script): number {
  return conditions(script).length + (script.rule.direction === 'any' ? 0 : 1)
}

function reasonsOf(script: Script): readonly ScriptReason[] {
  const reasons = conditions(script)
  return reasons.length > 0 ? reasons : ['default']
}

function conditions({ rule }: Script): ScriptReason[] {
  const asked: readonly (readonly [ScriptReason, boolean])[] = [
    ['queue', rule.queues.length > 0],
    ['language', rule.languages.length > 0],
    ['segment', rule.segments.length > 0],
    ['hours', rule.hours !== undefined],
    ['open-case', rule.needsOpenCase],
  ]
  return asked.filter(([, isAsked]) => isAsked).map(([reason]) => reason)
}
