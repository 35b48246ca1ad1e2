import { stages } from './test/stages.ts'
import { sum, type Tally } from './test/tally.ts'

/** All tests, cheapest first; `npm test -- unit contracts` runs only those stages. */
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name))
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. Stages: ${stages.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

const tallies: Tally[] = []
for (const { name, run } of stages) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const startedMs = performance.now()
  console.log(`\n== ${name}`)
  const tally = await run()
  tallies.push(tally)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`== ${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skips.length} skipped in ${seconds} s`)
}

const { passed, failed, skips } = sum(tallies)
for (const { name, reason } of skips) console.log(`Skipped: ${name} (${reason})`)
// In CI nothing may be skipped but what needs Electron's program (DZVIN_REQUIRE_ELECTRON=1 asks for that too).
const forbidden = process.env.CI === 'true' ? skips.filter(({ reason }) => !reason.startsWith('no Electron program')) : []
if (forbidden.length > 0) console.log(`In CI nothing may be skipped: ${forbidden.length} skips count as failures.`)
const failures = failed + forbidden.length
process.exitCode = failures > 0 ? 1 : 0
console.log(`${passed} passed, ${failures} failed, ${skips.length - forbidden.length} skipped`)
