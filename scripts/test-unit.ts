import { vitest } from './test/stages.ts'

/** Within a minute: everything that stands beside its source. */
const { passed, failed, skips } = await vitest('unit', ['unit', 'dom'])
for (const { name } of skips) console.log(`Skipped: ${name}`)
console.log(`${passed} passed, ${failed} failed, ${skips.length} skipped`)
process.exitCode = failed > 0 ? 1 : 0
