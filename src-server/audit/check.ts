import { pinoLog } from '#system/pino-log.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../store/open-database.ts'
import { anchorFileIn, readAnchors } from './anchors.ts'
import { checkChain } from './check-chain.ts'
import { exportLog } from './export-log.ts'

/*
 * node src-server/audit/check.ts [--anchors <file>] [--export]
 *
 * Checks the audit log of the server whose environment this is, and exits with 1 where it does not fit; `--export` writes it
 * as NDJSON instead. The embedded database opens for one process at a time: stop its server first.
 */
const whyGaps = 'their transactions were rolled back, or they were removed before they were chained'
try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error)
  process.exitCode = 2
}

async function run(args: readonly string[]): Promise<number> {
  const config = readConfig(process.env)
  const named = args.indexOf('--anchors')
  const file = (named === -1 ? undefined : args[named + 1]) ?? anchorFileIn(config.dataFolder)
  const database = await openDatabase(config.database, pinoLog(config.logLevel))
  try {
    if (args.includes('--export')) {
      for await (const lines of exportLog(database)) process.stdout.write(lines)
      return 0
    }
    const anchors = await readAnchors(file)
    const { ok, entries, broken, waiting, gaps } = await checkChain(database, anchors)
    const held = anchors.length === 0 ? `no anchors in ${file}: a cut at the end would not show` : `${anchors.length} anchors`
    console.log(ok ? `The audit log fits: ${entries} entries, ${held}` : `Entry ${broken?.at} was ${broken?.what} (${held})`)
    console.log(`${waiting} entries wait to be chained. ${gaps} numbers of arrival have no entry${gaps ? `: ${whyGaps}` : ''}`)
    return ok ? 0 : 1
  } finally {
    await database.close()
  }
}
