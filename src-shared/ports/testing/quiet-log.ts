import type { Log } from '../log.ts'

/** Says nothing; for tests that do not look at the log. */
export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => quietLog }
