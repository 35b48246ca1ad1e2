import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'
import { customerHandlers } from './customer-handlers.ts'
import { deviceHandlers } from './device-handlers.ts'
import { phoneHandlers } from './phone-handlers.ts'
import { recordHandlers } from './record-handlers.ts'
import { workHandlers } from './work-handlers.ts'

export function allHandlers(desk: Desk): Handlers {
  return {
    ...phoneHandlers(desk),
    ...workHandlers(desk),
    ...customerHandlers(desk),
    ...recordHandlers(desk),
    ...deviceHandlers(desk),
  }
}
