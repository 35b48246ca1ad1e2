import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { defaultSettings } from '#shared/domain/settings/settings.ts'
import type { ConflictRecord, OutgoingChange } from '#shared/domain/sync/sync-state.ts'
import type { Change } from '#shared/entities/change.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { Account } from '#shared/ports/account.ts'
import type { ServerApi } from '#shared/ports/server-api.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import type { Desk, DeskServer } from '../desk.ts'
import { adminHandlers } from './admin-handlers.ts'
import { sessionHandlers } from './session-handlers.ts'
import { syncHandlers } from './sync-handlers.ts'

/** Keeps what was asked, and answers by path as the server's JSON would. */
function scriptedApi(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = []
  const answer: ServerApi['send'] = async (method, path, body, schema) => {
    asked.push(`${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`)
    if (!(path in answers)) return fail('no-right')
    const parsed = schema.safeParse(answers[path])
    return parsed.success ? ok(parsed.data) : fail('server-not-dzvin')
  }
  const api: ServerApi = {
    send: answer,
    get: (path, schema) => answer('GET' as 'POST', path, undefined, schema),
    async download(path, file) {
      asked.push(`${path} > ${file}`)
      return ok({ bytes: 7 })
    },
  }
  return { api, asked }
}

const openConflict: ConflictRecord = {
  conflictId: 'c1',
  kind: 'value',
  entity: 'customers',
  row: 'row-1',
  field: 'name',
  customerId: 'row-1',
  before: 'Olha',
  kept: { value: 'Olena', by: 'a', atMs: 2, device: 'd' },
  lost: { value: 'Olya', by: 'b', atMs: 1, device: 'e' },
  status: 'open',
}

function syncedDesk() {
  const done: string[] = []
  const written: Change[][] = []
  const disk = { full: false }
  const clock = new ManualClock()
  const server = {
    user: { userId: 'me' },
    sync: { now: () => void done.push('now') },
    copy: {
      conflicts: async () => ok([openConflict]),
      outgoing: async () => ok([] as readonly OutgoingChange[]),
      sendAgain: async (seq: number) => (seq === 1 ? ok() : fail('not-found')),
      whileAway: async () => ok(undefined),
    },
  } as unknown as DeskServer
  const write = async (changes: readonly Change[]): Promise<Result<{ durable: boolean }>> => {
    if (disk.full) return fail('store-full')
    written.push([...changes])
    return ok({ durable: true })
  }
  const refreshed: string[] = []
  const desk = {
    server,
    clock,
    store: { write },
    workspace: { withCustomer: () => [] },
    feed: { customers: { emit: ({ customerId }: { customerId: string }) => void refreshed.push(customerId) } },
  } as unknown as Desk
  return { handlers: syncHandlers(desk), done, written, disk, refreshed, clock }
}

it('SYNC-5: settles conflicts in one write, shows it and sends it at once', async () => {
  const { handlers, written, done, refreshed, clock } = syncedDesk()
  expect(await handlers['conflicts.settle']({ conflictIds: ['c1'], choice: { kind: 'lost' } })).toEqual(ok())
  expect(written).toEqual([
    [
      { kind: 'patch', entity: 'customers', id: 'row-1', fields: { name: 'Olya' } },
      {
        kind: 'patch',
        entity: 'conflicts',
        id: 'c1',
        fields: { status: 'settled', settledBy: 'me', settledAtMs: clock.epochMs() },
      },
    ],
  ])
  expect([refreshed, done]).toEqual([['row-1'], ['now']])
})

it('settles nothing of a choice that holds a conflict which is not open, and nothing on a full disk', async () => {
  const { handlers, written, disk, done } = syncedDesk()
  const choice = { kind: 'kept' } as const
  expect(await handlers['conflicts.settle']({ conflictIds: ['c1', 'gone'], choice })).toMatchObject({
    failure: { kind: 'not-found' },
  })
  disk.full = true
  expect(await handlers['conflicts.settle']({ conflictIds: ['c1'], choice })).toMatchObject({ failure: { kind: 'store-full' } })
  expect([written, done]).toEqual([[], []])
})

it('sends again at once, when there is something to send again', async () => {
  const { handlers, done } = syncedDesk()
  expect(await handlers['sync.sendAgain']({ seq: 2 })).toMatchObject({ failure: { kind: 'not-found' } })
  expect(done).toEqual([])
  expect(await handlers['sync.sendAgain']({ seq: 1 })).toEqual(ok())
  expect(done).toEqual(['now'])
  expect(await handlers['sync.whileAway']({})).toEqual(ok(null))
})

it('says of a desktop that stands alone that it has no server', async () => {
  const alone = { store: {}, clock: new ManualClock() } as unknown as Desk
  const settings = new Cell(defaultSettings)
  const session = sessionHandlers({ account: undefined, desk: new Cell(undefined), settings, openPage: () => {} })
  const answers = await Promise.all([
    syncHandlers(alone)['sync.now']({}),
    syncHandlers(alone)['conflicts.list']({ status: 'open', limit: 1 }),
    adminHandlers(alone)['admin.users']({}),
    session['session.signIn']({ login: 'a', password: 'b' }),
    session['session.mySessions']({}),
  ])
  for (const answer of answers) expect(answer).toEqual(fail('no-server'))
})

it('asks the server for administration, with ids that stay one part of the path, and passes on its refusal', async () => {
  const answers = {
    '/api/users/a%2F..%2Fb': {},
    '/api/users/u/second-factor/remove': {},
    '/api/devices/d1': {},
    '/api/places': { id: 'o1' },
    '/api/places/office/o%2F1': {},
    '/api/quarantine': {},
  }
  const { api, asked } = scriptedApi(answers)
  const admin = adminHandlers({ server: { api } as DeskServer, clock: new ManualClock() })
  expect(await admin['admin.changeUser']({ userId: 'a/../b', changes: { active: false } })).toEqual(ok())
  expect(await admin['admin.setDevice']({ deviceId: 'd1', action: 'wipe' })).toEqual(ok())
  expect(await admin['admin.decideQuarantined']({ ids: ['q'], action: 'accept' })).toEqual(ok())
  expect(await admin['admin.users']({})).toEqual(fail('no-right'))
  expect(await admin['admin.changeUser']({ userId: 'a/../b', changes: { officeId: null } })).toEqual(ok())
  expect(await admin['admin.removeSecondFactor']({ userId: 'u' })).toEqual(ok())
  expect(await admin['admin.savePlace']({ kind: 'office', name: 'Main' })).toEqual(ok({ id: 'o1' }))
  expect(await admin['admin.removePlace']({ kind: 'office', id: 'o/1' })).toEqual(ok())
  expect(asked).toEqual([
    'PATCH /api/users/a%2F..%2Fb {"active":false}',
    'POST /api/devices/d1 {"action":"wipe"}',
    'POST /api/quarantine {"ids":["q"],"action":"accept"}',
    'GET /api/users',
    'PATCH /api/users/a%2F..%2Fb {"officeId":null}',
    'POST /api/users/u/second-factor/remove {}',
    'POST /api/places {"kind":"office","name":"Main"}',
    'DELETE /api/places/office/o%2F1',
  ])
})

it('exports the audit log into a file with the time in its name, and shows where', async () => {
  const { api, asked } = scriptedApi({})
  const clock = new ManualClock()
  const admin = adminHandlers({ server: { api, exportsDir: '/data/exports' } as DeskServer, clock })
  const path = join('/data/exports', `dzvin-audit-${new Date(clock.epochMs()).toISOString().replaceAll(':', '-')}.ndjson`)
  expect(await admin['admin.exportAudit']({})).toEqual(ok({ path, bytes: 7 }))
  expect(asked).toEqual([`/api/audit/export > ${path}`])
  expect(path).not.toContain(':')
})

it('asks about the own account at the server, and who it is again after the second factor has changed', async () => {
  const { api, asked } = scriptedApi({ '/api/second-factor/confirm': { recoveryCodes: ['abcd'] }, '/api/sessions/s%2F1': {} })
  const renewed: string[] = []
  const account = {
    tokenRefused: () => void renewed.push('refused'),
    accessToken: async () => {
      renewed.push('token')
      return ok('token')
    },
  } as unknown as Account
  const desk = new Cell<Pick<Desk, 'server'> | undefined>(undefined)
  const session = sessionHandlers({ account, desk, settings: new Cell(defaultSettings), openPage: () => {} })
  expect(await session['session.mySessions']({})).toEqual(fail('signed-out'))
  desk.set({ server: { api } as DeskServer })
  expect(await session['session.confirmSecondFactor']({ code: '123456' })).toEqual(ok({ recoveryCodes: ['abcd'] }))
  expect(renewed).toEqual(['refused', 'token'])
  expect(await session['session.endSession']({ sessionId: 's/1' })).toEqual(ok())
  expect(asked).toEqual(['POST /api/second-factor/confirm {"code":"123456"}', 'DELETE /api/sessions/s%2F1'])
})

it('changes language and theme, and nothing else, before anybody is signed in', async () => {
  const settings = new Cell(defaultSettings)
  const session = sessionHandlers({ account: undefined, desk: new Cell(undefined), settings, openPage: () => {} })
  await session['settings.change']({ language: 'en', operatorName: 'Mallory' })
  expect(settings.get()).toEqual({ ...defaultSettings, language: 'en' })
})
