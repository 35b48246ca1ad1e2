import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { simulate } from '../tests/simulation/simulation.ts'

/** `npm run soak:sync -- [seeds] [first seed]`: the simulation of sync for hours; a seed that fails becomes a named test. */
const usage = 'npm run soak:sync -- [seeds, 10000] [first seed, 1]'

interface Share {
  readonly first: number
  readonly last: number
  readonly stride: number
}
interface Told {
  readonly seed: number
  readonly violations: readonly string[]
}

async function work({ first, last, stride }: Share): Promise<void> {
  for (let seed = first; seed <= last; seed += stride) {
    const violations = await simulate({ seed }).then(
      (outcome) => outcome.violations,
      (error) => [`thrown: ${error instanceof Error ? error.stack : error}`],
    )
    parentPort?.postMessage({ seed, violations } satisfies Told)
  }
}

async function soak(): Promise<void> {
  const [count = 10_000, first = 1] = process.argv.slice(2).map(Number)
  if (!Number.isInteger(count) || !Number.isInteger(first) || count < 1) {
    console.error(usage)
    process.exit(1)
  }
  const startedMs = performance.now()
  const failed: Told[] = []
  let done = 0
  const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(0)
  const hear = (told: Told) => {
    done += 1
    if (told.violations.length > 0) {
      failed.push(told)
      console.log(`seed ${told.seed}: ${told.violations.slice(0, 3).join(' | ')}`)
    }
    if (done % 100 === 0) console.log(`${done} of ${count} seeds, ${failed.length} failed, ${seconds()} s`)
  }
  const stride = Math.min(count, availableParallelism())
  await Promise.all(
    Array.from({ length: stride }, (_, at) => {
      const share: Share = { first: first + at, last: first + count - 1, stride }
      const worker = new Worker(new URL(import.meta.url), { workerData: share })
      worker.on('message', hear)
      return new Promise<void>((resolve, reject) => {
        worker.on('exit', () => resolve())
        worker.on('error', reject)
      })
    }),
  )
  console.log(`${done} seeds in ${seconds()} s, ${failed.length} failed`)
  if (failed.length > 0)
    console.log(
      `Failed seeds: ${failed
        .map(({ seed }) => seed)
        .sort((a, b) => a - b)
        .join(' ')}`,
    )
  process.exitCode = failed.length > 0 || done < count ? 1 : 0
}

await (isMainThread ? soak() : work(workerData as Share))
