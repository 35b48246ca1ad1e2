import { z } from 'zod'
import { callDirection, callState } from '../call/call.ts'
import { callContext, caller } from '../call/caller.ts'
import { customerCard } from '../customer/customer.ts'
import { customerMatch } from '../customer/match.ts'
import { disposition } from '../disposition/disposition.ts'
import { callId, dispositionId, epochMs, interactionId } from '../ids.ts'
import { queue } from '../queue/queue.ts'
import { script, scriptData, scriptRun } from '../script/script.ts'

/** Milliseconds since the INVITE was read from the socket; `painted` is reported by the page. */
export const popStages = z.object({
  parsed: z.number(),
  matched: z.number(),
  carded: z.number(),
  scripted: z.number(),
  sent: z.number(),
  painted: z.number().optional(),
})
export type PopStages = Readonly<z.infer<typeof popStages>>

/**
 * All that the first paint of a call needs, in one message: who, how sure, card, history's first page, script.
 * It is also what a reloaded page gets back, so it holds the note and the script run as last saved.
 */
export const screenPop = z.object({
  interactionId,
  /** Absent when the call is no longer at the phone (an interaction left unfinished before a restart). */
  callId: callId.optional(),
  direction: callDirection,
  startedAtMs: epochMs,
  caller,
  context: callContext,
  queue: queue.optional(),
  match: customerMatch,
  card: customerCard.optional(),
  script: script.optional(),
  /** Why this script: `queue`, `language`, `segment`, `hours`, `open-case` (those that decided). */
  scriptReasons: z.array(z.enum(['queue', 'language', 'segment', 'hours', 'open-case', 'default', 'chosen'])),
  scriptData,
  scriptRun: scriptRun.optional(),
  /** Other scripts that the operator may switch to. */
  otherScripts: z.array(z.object({ scriptId: script.shape.scriptId, name: script.shape.name })),
  dispositions: z.array(disposition),
  note: z.string().max(20_000),
  dispositionId: dispositionId.optional(),
  stages: popStages.optional(),
})
export type ScreenPop = Readonly<z.infer<typeof screenPop>>

/** One tab of the operator's workspace: a call from its first ring until its wrap-up is finished. */
export const workItem = z.object({
  interactionId,
  callId: callId.optional(),
  /** Name of the customer, or the number, or nothing for an anonymous caller. */
  title: z.string().max(200),
  /** The call as it stands; ended while the wrap-up is open; absent after a restart. */
  call: callState.optional(),
  stage: z.enum(['ringing', 'talking', 'wrap-up']),
  caller,
  queueName: queue.shape.name.optional(),
  /** Monotonic: when the wrap-up began. */
  wrapUpSinceMs: z.number().optional(),
  acwLimitSeconds: z.number().int().optional(),
  /** Milliseconds from the INVITE to the painted card, once the page has told. */
  paintedMs: z.number().optional(),
})
export type WorkItem = Readonly<z.infer<typeof workItem>>
