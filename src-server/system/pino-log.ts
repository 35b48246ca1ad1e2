import { type DestinationStream, type Logger, pino } from 'pino'
import type { Log } from '#shared/ports/log.ts'

/** JSON lines with the cause chain of errors; `level` as in pino (`debug`, `info`, `warn`, `error`, `silent`). */
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
