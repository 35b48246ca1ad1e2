import { openView, useViewState } from '#renderer/app/view-state.ts'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import type { TerritoryId } from '#shared/domain/ids.ts'
import type { Role } from '#shared/domain/people/role.ts'
import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import { demoPop } from './demo-pop.ts'
import {
  demoAway,
  demoConflicts,
  demoDevices,
  demoOutgoing,
  demoPlaces,
  demoQuarantine,
  demoSessions,
  demoUsers,
  signedIn,
  signedOut,
  sync,
} from './demo-server.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { activeCall, demoCustomerId, demoNames, ringingCall, tab } from './fixtures.ts'

type Scene = (bridge: FakeBridge) => void

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const wall = () => Date.now()

/** A desk with a server behind it, all well. */
function withServer(
  bridge: FakeBridge,
  role: Role = 'operator',
  state: Partial<SyncState> & Pick<SyncState, 'kind'> = { kind: 'up-to-date' },
): void {
  const now = wall()
  bridge.push('session', signedIn(role, now, { offline: state.kind === 'offline' }))
  bridge.push('sync', sync(state.kind, now, state))
  bridge.answer('sync.outgoing', ({ refused }) => {
    const count = refused ? (state.refused ?? 0) : (state.waiting ?? 0)
    return ok(demoOutgoing(now, refused).slice(0, count))
  })
  bridge.answer('sync.whileAway', () => ok(null))
  bridge.answer('customers.territories', () =>
    ok(demoPlaces.territories.map(({ id, name }) => ({ territoryId: id as TerritoryId, name }))),
  )
  bridge.answer('conflicts.list', ({ status }) => ok(demoConflicts(now, status)))
  bridge.answer('session.mySessions', () => ok(demoSessions(now)))
  bridge.answer('session.beginSecondFactor', () =>
    ok({
      uri: 'otpauth://totp/Dzvin:prykladenko?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Dzvin',
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    }),
  )
  bridge.answer('session.confirmSecondFactor', () =>
    ok({ recoveryCodes: Array.from({ length: 8 }, (_, index) => `${41_213 + index * 7_919}`.padEnd(8, 'x')) }),
  )
  bridge.answer('admin.users', () => ok(demoUsers(now)))
  bridge.answer('admin.places', () => ok(demoPlaces))
  bridge.answer('admin.devices', () => ok(demoDevices(now)))
  bridge.answer('admin.quarantine', () => ok(demoQuarantine(now)))
  bridge.answer('admin.createUser', () => ok({ userId: 'user-9', password: 'мова-вітер-7341-ключ' }))
  bridge.answer('admin.resetPassword', () => ok({ userId: 'user-9', password: 'мова-вітер-7341-ключ' }))
  bridge.answer('admin.checkAudit', () => ok({ entries: 184_213, ok: true }))
  bridge.answer('admin.savePlace', () => ok({ id: 'place-9' }))
  bridge.answer('admin.removePlace', () => fail('place-in-use', { field: 'customers' }))
  bridge.answer('admin.exportAudit', () =>
    ok({ path: '/home/operator/.local/share/dzvin/exports/dzvin-audit-2026-11-21T09-41-07.120Z.ndjson', bytes: 61_204_337 }),
  )
}

const desk =
  (state: Partial<SyncState> & Pick<SyncState, 'kind'>, role?: Role): Scene =>
  (bridge) =>
    withServer(bridge, role, state)

const out =
  (more: Parameters<typeof signedOut>[1] = {}, failure?: Parameters<typeof fail>): Scene =>
  (bridge) => {
    bridge.push('session', signedOut(wall(), more))
    if (failure) bridge.answer('session.signIn', () => fail(...failure))
  }

function card(bridge: FakeBridge, role: Role, state: Partial<SyncState> & Pick<SyncState, 'kind'>): void {
  withServer(bridge, role, state)
  useViewState.setState({ view: 'customers', customerId: demoCustomerId })
}

/** A call at the phone, and a second one that knocks. */
function talk(bridge: FakeBridge): void {
  const now = performance.now()
  bridge.push('pop', demoPop('a', wall()))
  bridge.push('pop', demoPop('b', wall()))
  bridge.push('work', [
    tab('a', demoNames[0], activeCall('a', now - 167_000)),
    tab('b', demoNames[2], ringingCall('b', now - 2_000)),
  ])
  bridge.push('operator', { kind: 'in-call', sinceMs: now - 90_000, after: { kind: 'ready' } })
}

function admin(more: (bridge: FakeBridge) => void = () => undefined, role: Role = 'administrator'): Scene {
  return (bridge) => {
    withServer(bridge, role)
    more(bridge)
    openView('admin')
  }
}

/** Sign-in, sync, conflicts and administration. Dialogs and menus are opened by pressing what opens them. */
export const serverScenes: Readonly<Record<string, Scene>> = {
  'sign-in': out(),
  'sign-in-first': out({ known: [], oidc: false }),
  'sign-in-password-storage': out({ keyStorage: 'password', oidc: false }),
  'sign-in-revoked': out({ reason: 'revoked' }),
  'sign-in-wiped': out({ reason: 'wiped', known: [], oidc: false }),
  'sign-in-rights': out({ reason: 'rights-changed' }),
  'sign-in-expired': out({ reason: 'expired', keyStorage: 'password' }),
  'sign-in-wrong': out({}, ['wrong-credentials']),
  'sign-in-locked': out({}, ['sign-in-locked', { retryAfterMs: 4 * minuteMs }]),
  'sign-in-code': out({}, ['second-factor-needed']),
  'sign-in-offline-expired': out({}, ['offline-sign-in-expired']),
  'sign-in-old-password': out({ asks: { what: 'old-password', login: 'prykladenko' } }),
  'sign-in-passphrase': out({ asks: { what: 'new-passphrase', login: 'prykladenko' }, keyStorage: 'password' }),
  'sign-in-damaged': out({ reason: 'damaged' }),
  'must-change': (bridge) => bridge.push('session', signedIn('operator', wall(), { mustChangePassword: true })),
  server: desk({ kind: 'up-to-date' }),
  waiting: desk({ kind: 'sending', waiting: 3 }),
  copying: desk({ kind: 'copying', copied: 0.34 }),
  offline: desk({ kind: 'offline', waiting: 3, conflicts: 2, sinceMs: wall() - 2 * hourMs, retryAtMs: wall() + 42_000 }),
  refused: desk({ kind: 'up-to-date', refused: 2, waiting: 1, conflicts: 5 }),
  'sync-problem': desk({ kind: 'problem', problem: 'app-older', waiting: 3 }),
  'server-call': (bridge) => {
    withServer(bridge, 'operator', { kind: 'offline', waiting: 3, conflicts: 2, sinceMs: wall() - 2 * hourMs })
    talk(bridge)
  },
  'signed-out-in-call': (bridge) => {
    withServer(bridge)
    talk(bridge)
    // As it happens in truth: the window was open before.
    window.setTimeout(() => bridge.push('session', signedOut(wall(), { reason: 'revoked' })), 100)
  },
  away: (bridge) => {
    withServer(bridge)
    bridge.answer('sync.whileAway', () => ok(demoAway(wall())))
  },
  'card-offline': (bridge) =>
    card(bridge, 'operator', { kind: 'offline', sinceMs: wall() - 5 * hourMs, confirmedAtMs: wall() - 5 * hourMs }),
  'card-details': (bridge) => card(bridge, 'supervisor', { kind: 'up-to-date' }),
  'card-masked': (bridge) => card(bridge, 'analyst', { kind: 'up-to-date' }),
  conflicts: (bridge) => {
    withServer(bridge, 'operator', { kind: 'up-to-date', conflicts: 5 })
    openView('conflicts')
  },
  'conflicts-empty': (bridge) => {
    withServer(bridge)
    bridge.answer('conflicts.list', () => ok([]))
    openView('conflicts')
  },
  'conflicts-offline': (bridge) => {
    withServer(bridge, 'analyst', { kind: 'offline', conflicts: 5, sinceMs: wall() - hourMs })
    openView('conflicts')
  },
  'conflicts-failed': (bridge) => {
    withServer(bridge)
    bridge.answer('conflicts.list', () => fail('store-unavailable'))
    openView('conflicts')
  },
  admin: admin(),
  'admin-empty': admin((bridge) => {
    bridge.answer('admin.users', () => ok([]))
    bridge.answer('admin.places', () => ok({ territories: [], offices: [], teams: [] }))
    bridge.answer('admin.devices', () => ok([]))
    bridge.answer('admin.quarantine', () => ok([]))
  }),
  'admin-offline': admin((bridge) => {
    bridge.push('sync', sync('offline', wall(), { sinceMs: wall() - hourMs }))
    for (const name of ['admin.users', 'admin.places', 'admin.devices', 'admin.quarantine'] as const)
      bridge.answer(name, () => fail('server-unreachable'))
  }),
  'admin-no-right': admin((bridge) => bridge.answer('admin.users', () => fail('no-right')), 'supervisor'),
  'admin-read-only': admin(undefined, 'supervisor'),
  'tasks-read-only': (bridge) => {
    withServer(bridge, 'analyst')
    openView('tasks')
  },
  'cases-read-only': (bridge) => {
    withServer(bridge, 'analyst')
    openView('cases')
  },
  'audit-broken': admin((bridge) =>
    bridge.answer('admin.checkAudit', () => ok({ entries: 184_213, ok: false, broken: { at: 90_112, what: 'edited' } })),
  ),
}
