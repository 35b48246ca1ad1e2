import { z } from 'zod'
import { epochMs, interactionId } from '../ids.ts'
import { popStages } from '../work/screen-pop.ts'

export const distribution = z.object({ count: z.number().int(), p50: z.number(), p99: z.number(), max: z.number() })
export type Distribution = Readonly<z.infer<typeof distribution>>

/** What the diagnostics view shows. Times in milliseconds. */
export const diagnostics = z.object({
  pops: z.array(z.object({ interactionId, atMs: epochMs, stages: popStages })).max(100),
  popPainted: distribution,
  eventLoopLag: distribution.extend({ p999: z.number() }),
  startup: z.array(z.object({ stage: z.string().max(60), ms: z.number() })),
  database: z.object({ path: z.string(), sizeBytes: z.number(), customers: z.number().int(), interactions: z.number().int() }),
  version: z.string(),
  host: z.enum(['electron', 'browser']),
})
export type Diagnostics = Readonly<z.infer<typeof diagnostics>>
