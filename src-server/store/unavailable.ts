import { DatabaseUnavailable } from './database.ts'

/**
 * SQLSTATE classes and codes that say "not now": connection (08), wrong sign-in (28, 3D), resources and disk (53), operator
 * intervention and cancelled statements (57), system errors (58), snapshot and lock time-outs, deadlocks, a standby.
 */
const passing = /^(08|28|3D|53|57|58)|^(25006|25P03|25P04|40001|40P01|55P03)$/
const networkCodes =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOENT|EACCES|ENOSPC|EIO|EMFILE|EROFS)$/
/** The driver's own errors have no code. */
const driverWords =
  /connection|terminated|timeout|timed out|not queryable|after calling end|PGlite is clos|unreachable|Aborted|exit\(/i

/** What a failed statement is thrown as: `DatabaseUnavailable` when a later try may work, else as it came. */
export function asThrown(cause: unknown): unknown {
  if (cause instanceof DatabaseUnavailable || !(cause instanceof Error)) return cause
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  const away =
    cause instanceof AggregateError ||
    (code === undefined ? driverWords.test(cause.message) : passing.test(code) || networkCodes.test(code))
  return away ? new DatabaseUnavailable(`The database is not available: ${code ?? cause.message}`, { cause }) : cause
}
