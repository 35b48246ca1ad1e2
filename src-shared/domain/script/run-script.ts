import type { ScriptStepId } from '../ids.ts'
import { readNumber } from '../number/read-number.ts'
import type { Language } from '../text/language.ts'
import type { Script, ScriptRun, ScriptStep } from './script.ts'
import { mayEndAt, stepOf, targetsOf } from './step-targets.ts'

/**
 * Going through a script in one call. Every function is pure; what has no meaning at the present step returns the run as it was.
 *
 *   startRun ─► step ──answerOption / goNext──► step ... ──► finished
 *                 ▲──────────goBack──────────────┘
 */
const maxPath = 500
const maxValue = 2_000

/** Why the run cannot go on from the present step. */
export type ScriptBlock = 'choose-one' | 'required' | 'not-a-number' | 'not-a-date' | 'not-a-phone'

export function startRun(script: Script, language: Language): ScriptRun {
  const run = {
    scriptId: script.scriptId,
    version: script.version,
    language,
    path: [script.firstStep],
    answers: {},
    finished: false,
  }
  return settled(script, run)
}

export function restartRun(script: Script, run: ScriptRun): ScriptRun {
  return startRun(script, run.language)
}

/** `undefined` only for a script without its first step. */
export function presentStep(script: Script, run: ScriptRun): ScriptStep | undefined {
  return stepOf(script, run.path.at(-1) ?? script.firstStep)
}

/** Picks an option of a choice and follows it. */
export function answerOption(script: Script, run: ScriptRun, key: string): ScriptRun {
  const step = presentStep(script, run)
  const option = step?.kind === 'choice' ? step.options.find((candidate) => candidate.key === key) : undefined
  return option ? follow(script, answered(script, run, key), option.goTo) : run
}

/** Ticks or unticks one item of a checklist. */
export function tickItem(script: Script, run: ScriptRun, key: string, on: boolean): ScriptRun {
  const step = presentStep(script, run)
  if (step?.kind !== 'checklist' || !step.items.some((item) => item.key === key)) return run
  const before = run.answers[step.stepId]
  const ticked = step.items
    .map((item) => item.key)
    .filter((item) => (item === key ? on : Array.isArray(before) && before.includes(item)))
  return answered(script, run, ticked)
}

/** Keeps what is typed, be it not valid yet: nothing that was typed is lost. */
export function typeValue(script: Script, run: ScriptRun, value: string): ScriptRun {
  return presentStep(script, run)?.kind === 'input' ? answered(script, run, value.slice(0, maxValue)) : run
}

/** Goes on where the step leads; stays while `blockAt` says why. */
export function goNext(script: Script, run: ScriptRun): ScriptRun {
  const step = presentStep(script, run)
  if (!step || run.finished || blockAt(script, run)) return run
  if (step.kind !== 'choice') return follow(script, run, targetsOf(step)[0])
  const option = step.options.find((candidate) => candidate.key === run.answers[step.stepId])
  return follow(script, run, option?.goTo)
}

/** One step back; the answers stay. A run that ended without an end step is opened again where it stands. */
export function goBack(script: Script, run: ScriptRun): ScriptRun {
  if (run.finished && presentStep(script, run)?.kind !== 'end') return { ...run, finished: false }
  return run.path.length > 1 ? settled(script, { ...run, path: run.path.slice(0, -1), finished: false }) : run
}

export function inLanguage(run: ScriptRun, language: Language): ScriptRun {
  return run.language === language ? run : { ...run, language }
}

/** Why `goNext` would stay. `homeCountry` is for numbers typed in national form. */
export function blockAt(script: Script, run: ScriptRun, homeCountry = 'UA'): ScriptBlock | undefined {
  const step = presentStep(script, run)
  const answer = step && run.answers[step.stepId]
  if (step?.kind === 'choice') return step.options.some((option) => option.key === answer) ? undefined : 'choose-one'
  if (step?.kind !== 'input') return undefined
  const value = typeof answer === 'string' ? answer.trim() : ''
  if (value === '') return step.field.required ? 'required' : undefined
  return blockOfValue(step.field.type, value, homeCountry)
}

function blockOfValue(type: 'text' | 'number' | 'date' | 'phone', value: string, homeCountry: string): ScriptBlock | undefined {
  if (type === 'number') return /^-?\d{1,15}([.,]\d{1,6})?$/.test(value.replace(/[\s\u00a0]/g, '')) ? undefined : 'not-a-number'
  if (type === 'date') return isCalendarDate(value) ? undefined : 'not-a-date'
  if (type === 'phone') return readNumber(value, homeCountry) ? undefined : 'not-a-phone'
  return undefined
}

/** `YYYY-MM-DD` of a day that exists. */
function isCalendarDate(value: string): boolean {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(value)
}

/** 0-1: steps gone against the shortest way that is left. */
export function progressOf(script: Script, run: ScriptRun): number {
  if (run.finished) return 1
  const gone = run.path.length - 1
  return gone / (gone + stepsToEnd(script, run.path.at(-1) ?? script.firstStep))
}

function stepsToEnd(script: Script, from: ScriptStepId): number {
  const seen = new Set([from])
  let wave = [from]
  for (let steps = 1; wave.length > 0; steps++) {
    const here = wave.flatMap((stepId) => stepOf(script, stepId) ?? [])
    if (here.some((step) => step.kind !== 'end' && mayEndAt(step))) return steps
    wave = here.flatMap(targetsOf).filter((target) => !seen.has(target) && seen.add(target))
    if (wave.some((stepId) => stepOf(script, stepId)?.kind === 'end')) return steps
  }
  return 1
}

/**
 * A stored run against the script as it is today: steps and answers that no longer exist are dropped, and the run stands at
 * the last step that can still be reached the same way. A run of another script starts anew in its language.
 */
export function restoreRun(script: Script, stored: ScriptRun): ScriptRun {
  if (stored.scriptId !== script.scriptId) return startRun(script, stored.language)
  const answers = Object.fromEntries(
    Object.entries(stored.answers).flatMap(([stepId, answer]) => keptAnswer(script, stepId, answer)),
  )
  const path = keptPath(script, stored.path)
  const whole = path.length === stored.path.length
  const run = { ...stored, version: script.version, path, answers, finished: false }
  const last = presentStep(script, run)
  return settled(script, { ...run, finished: stored.finished && whole && last !== undefined && mayEndAt(last) })
}

function keptPath(script: Script, path: readonly ScriptStepId[]): ScriptStepId[] {
  const kept: ScriptStepId[] = []
  for (const stepId of path) {
    const before = kept.at(-1)
    const from = before === undefined ? undefined : stepOf(script, before)
    const leadsHere = from === undefined ? stepOf(script, stepId) !== undefined : targetsOf(from).includes(stepId)
    if (!leadsHere) break
    kept.push(stepId)
  }
  return kept.length > 0 ? kept : [script.firstStep]
}

type Answer = ScriptRun['answers'][string]

function keptAnswer(script: Script, stepId: string, answer: Answer): [string, Answer][] {
  const step = script.steps.find((candidate) => candidate.stepId === stepId)
  if (step?.kind === 'choice') return step.options.some((option) => option.key === answer) ? [[stepId, answer]] : []
  if (step?.kind === 'input') return typeof answer === 'string' ? [[stepId, answer]] : []
  if (step?.kind !== 'checklist' || !Array.isArray(answer)) return []
  return [[stepId, answer.filter((key) => step.items.some((item) => item.key === key))]]
}

function answered(script: Script, run: ScriptRun, answer: Answer): ScriptRun {
  const step = presentStep(script, run)
  return step ? { ...run, answers: { ...run.answers, [step.stepId]: answer } } : run
}

function follow(script: Script, run: ScriptRun, target: ScriptStepId | undefined): ScriptRun {
  if (target === undefined) return { ...run, finished: true }
  if (!stepOf(script, target)) return run
  return settled(script, { ...run, path: [...run.path, target].slice(-maxPath), finished: false })
}

/** Standing at an end step is being finished. */
function settled(script: Script, run: ScriptRun): ScriptRun {
  const atEnd = presentStep(script, run)?.kind === 'end'
  return { ...run, finished: atEnd || run.finished }
}
