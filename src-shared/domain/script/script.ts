import { z } from 'zod'
import { segment } from '../customer/customer.ts'
import { queueId, scriptId, scriptStepId } from '../ids.ts'
import { customerLanguage, localText } from '../text/language.ts'

/** One answer that the operator may pick at a step, and where it leads. */
export const scriptOption = z.object({
  key: z.string().min(1).max(40),
  label: localText,
  /** Absent: the script ends here. */
  goTo: scriptStepId.optional(),
})

const stepBase = {
  stepId: scriptStepId,
  title: localText,
  /** What to say, a Liquid template over `ScriptData`. */
  say: localText,
  /** A hint to the operator, not to be read aloud. */
  hint: localText.optional(),
}

export const scriptStep = z.discriminatedUnion('kind', [
  /** Pick one answer; the branch follows it. */
  z.object({ kind: z.literal('choice'), ...stepBase, options: z.array(scriptOption).min(1).max(9) }),
  /** Tick what was done; all may stay empty. */
  z.object({
    kind: z.literal('checklist'),
    ...stepBase,
    items: z
      .array(z.object({ key: z.string().max(40), label: localText }))
      .min(1)
      .max(12),
    goTo: scriptStepId.optional(),
  }),
  /** Type or choose a value, kept with the call. */
  z.object({
    kind: z.literal('input'),
    ...stepBase,
    field: z.object({
      key: z.string().max(40),
      label: localText,
      type: z.enum(['text', 'number', 'date', 'phone']),
      required: z.boolean(),
    }),
    goTo: scriptStepId.optional(),
  }),
  /** Just say it. */
  z.object({ kind: z.literal('say'), ...stepBase, goTo: scriptStepId.optional() }),
  z.object({ kind: z.literal('end'), ...stepBase, suggestDisposition: z.string().max(60).optional() }),
])
export type ScriptStep = Readonly<z.infer<typeof scriptStep>>

/** Something the customer may object at any moment, with the words that help. */
export const scriptObjection = z.object({ key: z.string().max(40), title: localText, say: localText })

/** When a script is chosen. An empty list means any. Hours are local, `from` ≤ h < `to`. */
export const scriptRule = z.object({
  queues: z.array(queueId),
  languages: z.array(customerLanguage),
  segments: z.array(segment),
  direction: z.enum(['inbound', 'outbound', 'any']),
  hours: z.object({ from: z.number().int().min(0).max(23), to: z.number().int().min(1).max(24) }).optional(),
  /** The script asks for an open case, e.g. a complaint being followed up. */
  needsOpenCase: z.boolean().default(false),
  /** Of several that fit, the highest wins; then the more specific. */
  priority: z.number().int(),
})

export const script = z.object({
  scriptId,
  version: z.number().int().min(1),
  name: localText,
  rule: scriptRule,
  firstStep: scriptStepId,
  steps: z.array(scriptStep).min(1).max(200),
  objections: z.array(scriptObjection).max(30),
})
export type Script = Readonly<z.infer<typeof script>>

/** What was answered in one call; kept with its interaction and restored after a reload. */
export const scriptRun = z.object({
  scriptId,
  version: z.number().int(),
  /** The language that the conversation is held in (the operator may change it). */
  language: z.enum(['uk', 'ru', 'en']),
  /** Steps gone through, the present one last. */
  path: z.array(scriptStepId).max(500),
  /** By step: the option's key, ticked keys, or the typed value. */
  answers: z.record(z.string(), z.union([z.string().max(2_000), z.array(z.string().max(40))])),
  finished: z.boolean(),
})
export type ScriptRun = Readonly<z.infer<typeof scriptRun>>

/** The names that a template may use. Values are data, never templates. */
export const scriptData = z.record(z.string(), z.unknown())
export type ScriptData = Readonly<Record<string, unknown>>
