import { ok } from '#shared/domain/failure/failure.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'
import { linePassword } from '../line-control.ts'

type DeviceCommands = Extract<
  keyof Handlers,
  `settings.${string}` | `line.${string}` | `media.${string}` | `demo.${string}` | `diagnostics.${string}`
>

const ringerTestMs = 2_500

/** This device: settings, line, sound, demo, diagnostics. */
export function deviceHandlers(desk: Desk): Pick<Handlers, DeviceCommands> {
  const { settings, secrets, phone, media, clock } = desk
  return {
    'settings.change': async (changes) => {
      await settings.change(changes)
      return ok()
    },

    'line.configure': async ({ line, password }) => {
      // First the password: the change of settings connects at once.
      if (password !== undefined) await secrets.write(linePassword, password)
      await settings.change({ line })
      return ok()
    },

    'line.forget': async () => {
      await secrets.remove(linePassword)
      await settings.change({ line: undefined })
      return ok()
    },

    'line.test': async ({ line, password }) =>
      phone.test({ ...line, password: password ?? (await secrets.read(linePassword)) ?? '', demo: false }),

    'media.choose': async (changes) => {
      const chosen = { ...settings.value.get().media, ...changes }
      await settings.change({ media: chosen })
      return media.do('devices', chosen)
    },

    'media.testRinger': async () => {
      const rung = await media.do('ring', { sound: 'ring' })
      clock.after(ringerTestMs, () => void media.do('ring', { sound: 'off' }))
      return rung
    },

    'demo.simulate': ({ who }) => desk.demo.simulate(who),

    'diagnostics.read': async () => {
      const sizes = desk.store.read.sizes()
      return ok({
        pops: desk.timings.all(),
        popPainted: desk.timings.distribution(),
        eventLoopLag: desk.lag.read(),
        startup: [...desk.startup],
        database: sizes,
        version: desk.host.version,
        host: desk.host.kind,
      })
    },
  }
}
