import { checkSources } from './check/check-sources.ts'

process.exitCode = (await checkSources()) ? 0 : 1
