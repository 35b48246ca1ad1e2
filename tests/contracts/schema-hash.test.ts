import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from '#shared/contract/commands.ts'
import { mediaReport, mediaSteps } from '#shared/contract/media-steps.ts'
import { streams } from '#shared/contract/streams.ts'
import { fromPage, toPage, wireVersion } from '#shared/contract/wire.ts'

/**
 * Pages and main process must mean the same by every message. When this fails, a message changed:
 * 1. raise `wireVersion` in src-shared/contract/wire.ts (unless the version was never released),
 * 2. put the new pair here and the reason into the commit.
 */
const pinned = { version: 2, hash: '317dbc3910037976a6abd49f44249b1a777e3772817ee4034a8f5d201f6cfc44' }

function hashOfAllSchemas(): string {
  const hash = createHash('sha256')
  const add = (name: string, schema: z.ZodType) => {
    for (const io of ['input', 'output'] as const) {
      // `undefined` (no value) has no JSON schema of its own: any.
      hash.update(`${name}:${io}:${JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))}\n`)
    }
  }
  for (const [name, { input, output }] of Object.entries<{ input: z.ZodType; output: z.ZodType }>(commands)) {
    add(`command ${name} in`, input)
    add(`command ${name} out`, output)
  }
  for (const [name, { flow, value }] of Object.entries<{ flow: string; value: z.ZodType }>(streams))
    add(`stream ${name} ${flow}`, value)
  for (const [name, { input, output }] of Object.entries<{ input: z.ZodType; output: z.ZodType }>(mediaSteps)) {
    add(`step ${name} in`, input)
    add(`step ${name} out`, output)
  }
  add('report', mediaReport)
  add('from page', fromPage)
  add('to page', toPage)
  return hash.digest('hex')
}

it('changes no message without a new wire version', () => {
  expect({ version: wireVersion, hash: hashOfAllSchemas() }).toEqual(pinned)
})
