import { fail, ok } from '#shared/domain/failure/failure.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'

type PhoneCommands = Extract<keyof Handlers, `phone.${string}` | `operator.${string}`>

export function phoneHandlers({ flow, phone, operator, settings }: Desk): Pick<Handlers, PhoneCommands> {
  const numberOf = (text: string) => readNumber(text, settings.value.get().callerTrust.homeCountry)
  return {
    'phone.dial': async ({ number, customerId }) => {
      const read = numberOf(number)
      return read ? flow.dial(read, customerId) : fail('number-invalid')
    },
    'phone.answer': ({ callId }) => flow.answer(callId),
    'phone.reject': ({ callId }) => phone.reject(callId, 'busy'),
    'phone.hangUp': ({ callId }) => phone.hangUp(callId),
    'phone.hold': ({ callId }) => phone.hold(callId),
    'phone.resume': ({ callId }) => flow.resume(callId),
    'phone.mute': ({ callId, on }) => phone.mute(callId, on),
    'phone.dtmf': ({ callId, tones }) => phone.dtmf(callId, tones, settings.value.get().dtmf),
    'phone.readNumber': async ({ text }) => {
      const read = numberOf(text)
      return read ? ok(read) : fail('number-invalid')
    },
    'operator.ready': async () => {
      operator.apply({ kind: 'go-ready' })
      return ok()
    },
    'operator.notReady': async ({ reason }) => {
      operator.apply({ kind: 'go-not-ready', reason })
      return ok()
    },
  }
}
