import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'
import { adminHandlers } from './admin-handlers.ts'
import { customerHandlers } from './customer-handlers.ts'
import { deviceHandlers } from './device-handlers.ts'
import { phoneHandlers } from './phone-handlers.ts'
import { recordHandlers } from './record-handlers.ts'
import { syncHandlers } from './sync-handlers.ts'
import { workHandlers } from './work-handlers.ts'

/** All but who is signed in: that is asked before there is a desk. */
export function allHandlers(desk: Desk): Omit<Handlers, `session.${string}`> {
  return {
    ...phoneHandlers(desk),
    ...workHandlers(desk),
    ...customerHandlers(desk),
    ...recordHandlers(desk),
    ...deviceHandlers(desk),
    ...syncHandlers(desk),
    ...adminHandlers(desk),
  }
}
