import { join } from 'node:path'
import { z } from 'zod'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { ServerApi } from '#shared/ports/server-api.ts'
import { auditCheck, devices, oneTimePassword, places, quarantined, savedPlace, users } from '#shared/sync/account-api.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'

type AdminCommands = Extract<keyof Handlers, `admin.${string}`>

const done = z.unknown().transform(() => undefined)

/** Administration: all of it is the server's, which also decides who may. */
export function adminHandlers({ server, clock }: Pick<Desk, 'server' | 'clock'>): Pick<Handlers, AdminCommands> {
  const ask = async <T>(question: (api: ServerApi) => Promise<Result<T>>) => (server ? question(server.api) : fail('no-server'))
  const at = (...parts: readonly string[]) => `/api/${parts.map(encodeURIComponent).join('/')}`
  return {
    'admin.users': () => ask((api) => api.get('/api/users', users)),
    'admin.createUser': (draft) => ask((api) => api.send('POST', '/api/users', draft, oneTimePassword)),
    'admin.changeUser': ({ userId, changes }) => ask((api) => api.send('PATCH', at('users', userId), changes, done)),
    'admin.resetPassword': ({ userId }) => ask((api) => api.send('POST', at('users', userId, 'password'), {}, oneTimePassword)),
    'admin.removeSecondFactor': ({ userId }) =>
      ask((api) => api.send('POST', at('users', userId, 'second-factor', 'remove'), {}, done)),
    'admin.places': () => ask((api) => api.get('/api/places', places)),
    'admin.savePlace': (draft) => ask((api) => api.send('POST', '/api/places', draft, savedPlace)),
    'admin.removePlace': ({ kind, id }) => ask((api) => api.send('DELETE', at('places', kind, id), undefined, done)),
    'admin.devices': () => ask((api) => api.get('/api/devices', devices)),
    'admin.setDevice': ({ deviceId, action }) => ask((api) => api.send('POST', at('devices', deviceId), { action }, done)),
    'admin.quarantine': () => ask((api) => api.get('/api/quarantine', quarantined)),
    'admin.decideQuarantined': (decision) => ask((api) => api.send('POST', '/api/quarantine', decision, done)),
    'admin.checkAudit': () => ask((api) => api.get('/api/audit/check', auditCheck)),
    'admin.exportAudit': async () => {
      if (!server) return fail('no-server')
      // A colon is no letter of a file's name everywhere.
      const time = new Date(clock.epochMs()).toISOString().replaceAll(':', '-')
      const path = join(server.exportsDir, `dzvin-audit-${time}.ndjson`)
      const saved = await server.api.download('/api/audit/export', path)
      return saved.ok ? ok({ path, bytes: saved.value.bytes }) : saved
    },
  }
}
