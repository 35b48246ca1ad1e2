import { reportBoundaries } from './boundaries/report-boundaries.ts'
import { root } from './run-program.ts'

process.exitCode = reportBoundaries(root) ? 0 : 1
