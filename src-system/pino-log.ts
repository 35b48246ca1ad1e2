import { type DestinationStream, type Logger, pino } from 'pino'
import type { Log } from '#shared/ports/log.ts'

/** JSON lines with the cause chain of errors; `level` as in pino (`debug`, `info`, `warn`, `error`, `silent`). */
/** Without a destination: the process's standard output. */
export function pinoLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
  const serializers = { error: pino.stdSerializers.errWithCause, cause: pino.stdSerializers.errWithCause }
  return wrap(pino({ level, serializers, base: null }, destination))
}

function wrap(logger: Logger): Log {
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
    child: (room) => wrap(logger.child({ room })),
  }
}

/** What is kept for a disk that takes nothing; later lines are dropped. */
const mostWaitingBytes = 1_000_000

/**
 * Appends to a file, synchronously: the last line before a crash is the one that is needed. On a full disk the lines wait
 * and logging goes on without an error, which would otherwise strike whoever logs in the middle of a call.
 */
export function logFile(path: string): DestinationStream {
  return pino.destination({ dest: path, sync: true, mkdir: true, maxLength: mostWaitingBytes }).on('error', () => {})
}
