import { vitest } from './test/stages.ts'

/** Within a minute: what stands beside its source and needs no database file. */
const { passed, failed, skips } = await vitest('unit', ['unit', 'dom'])
for (const { name } of skips) console.log(`Skipped: ${name}`)
console.log(`${passed} passed, ${failed} failed, ${skips.length} skipped`)
process.exitCode = failed > 0 ? 1 : 0
