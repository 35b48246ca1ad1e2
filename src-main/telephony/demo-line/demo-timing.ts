/** How the simulated customers behave, in milliseconds; pairs are the bounds of a random choice. */
export interface DemoTiming {
  /** A caller nobody answers gives up, and so does a called customer's phone. */
  readonly giveUpMs: number
  /** A CANCEL that gets no final answer is forgotten after this time. */
  readonly cancelledMs: number
  readonly ringBeforeAnswerMs: readonly [number, number]
  readonly refuseAfterMs: number
  readonly talkMs: readonly [number, number]
}

export const usualTiming: DemoTiming = {
  giveUpMs: 30_000,
  cancelledMs: 5_000,
  ringBeforeAnswerMs: [2_000, 4_000],
  refuseAfterMs: 600,
  talkMs: [60_000, 120_000],
}

export function between([least, most]: readonly [number, number]): number {
  return least + Math.random() * (most - least)
}
