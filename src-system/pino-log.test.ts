import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { logFile, pinoLog } from './pino-log.ts'

/** Takes no byte (Linux, null(4)). */
const fullDisk = '/dev/full'

it.runIf(existsSync(fullDisk))('goes on without an error on a full disk', () => {
  const log = pinoLog('info', logFile(fullDisk))
  expect(() => {
    for (let count = 0; count < 3; count++) log.warn('nowhere to write to', { count })
  }).not.toThrow()
})
