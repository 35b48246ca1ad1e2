import { openOverlay, openView, useViewState, type View } from '#renderer/app/view-state.ts'
import { fail } from '#shared/domain/failure/failure.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings/settings.ts'
import type { ScreenPop, WorkItem } from '#shared/domain/work/screen-pop.ts'
import { demoCard, demoCaseEvents, demoTimeline } from './demo-card.ts'
import { anonymousPop, demoPop, likelyPop, severalPop, unavailablePop, unknownPop } from './demo-pop.ts'
import type { FakeBridge } from './fake-bridge.ts'
import {
  activeCall,
  demoCaller,
  demoCalls,
  demoDiagnostics,
  demoMissed,
  demoNames,
  demoSummaries,
  dialledCall,
  endedCall,
  heldCall,
  ringingCall,
  sales,
  support,
  tab,
  tabId,
  withheld,
} from './fixtures.ts'
import { serverScenes } from './server-scenes.ts'

const minuteMs = 60_000
const hostileName = '<script>alert(1)</script> =cmd()'

/** A quiet, healthy app: the ground of every scene. */
export function calmApp(bridge: FakeBridge, settings: Partial<Settings> = {}): void {
  const now = performance.now()
  const wall = Date.now()
  const card = demoCard(wall)
  bridge.push('tick', { monotonicMs: now, epochMs: wall })
  bridge.push('session', { kind: 'no-server' })
  bridge.push('sync', { kind: 'off', waiting: 0, refused: 0, conflicts: 0 })
  bridge.push('host', { kind: 'browser', version: '0.1.0', demo: true, secretsPersist: true, mediaInPage: false })
  bridge.push('line', {
    kind: 'registered',
    sinceMs: now - 40 * minuteMs,
    verifiedMs: now - 12_000,
    demo: true,
    user: 'demo',
    server: 'ws://127.0.0.1',
  })
  bridge.push('operator', { kind: 'ready', sinceMs: now - 6 * minuteMs })
  bridge.push('media', {
    alive: true,
    microphone: 'ready',
    microphones: [{ deviceId: 'mic-1', label: 'Headset microphone' }],
    speakers: [{ deviceId: 'speaker-1', label: 'Headset' }],
  })
  bridge.push('store', { kind: 'ok', unsaved: 0 })
  bridge.push('queues', [support, sales])
  bridge.push('counts', { missedCalls: 4, openTasks: 5, overdueTasks: 1, openCases: 3 })
  bridge.push('work', [])
  bridge.push('settings', { ...defaultSettings, operatorName: demoNames[1], ...settings })
  bridge.answer('calls.missed', () => ({ ok: true, value: demoMissed(9, wall) }))
  bridge.answer('calls.recent', () => ({ ok: true, value: demoCalls(120, wall) }))
  bridge.answer('diagnostics.read', () => ({ ok: true, value: demoDiagnostics(wall) }))
  bridge.answer('customers.search', ({ query }) => ({ ok: true, value: query === 'zzz' ? [] : demoSummaries(12) }))
  bridge.answer('customers.card', () => ({ ok: true, value: card }))
  bridge.answer('customers.timeline', () => ({ ok: true, value: { items: demoTimeline(40, wall, 40), total: 212 } }))
  bridge.answer('customers.tagsInUse', () => ({ ok: true, value: ['оптика', 'онлайн', 'акція', 'розстрочка', 'довгий договір'] }))
  bridge.answer('cases.events', () => ({ ok: true, value: demoCaseEvents(wall) }))
  bridge.answer('cases.list', () => ({
    ok: true,
    value: Array.from({ length: 14 }, (_, index) => ({
      ...card.openCases[0]!,
      caseId: `case-${index}` as never,
      number: String(10_400 + index),
      status: (['open', 'waiting', 'open', 'solved'] as const)[index % 4]!,
      priority: (['normal', 'high', 'urgent', 'low'] as const)[index % 4]!,
      customerName: demoNames[index % demoNames.length]!,
      dueAtMs: wall + (index - 3) * 47 * minuteMs,
    })),
  }))
  bridge.answer('tasks.list', () => ({
    ok: true,
    value: Array.from({ length: 11 }, (_, index) => ({
      ...card.openTasks[0]!,
      taskId: `task-${index}` as never,
      kind: (['callback', 'task', 'promise'] as const)[index % 3]!,
      customerName: demoNames[index % demoNames.length]!,
      dueAtMs: wall + (index - 2) * 190 * minuteMs,
    })),
  }))
  bridge.answer('phone.readNumber', ({ text }) =>
    text.replace(/\D/g, '').length < 3 ? fail('number-invalid') : { ok: true, value: demoCaller(4).number! },
  )
  bridge.answer('phone.dial', () => ({ ok: true, value: { callId: 'dialled' as never } }))
  bridge.answer('line.test', () => fail('line-wrong-password'))
  bridge.answer('work.saveNote', () => ({ ok: true, value: { saved: true } }))
  bridge.answer('work.saveScriptRun', () => ({ ok: true, value: { saved: true } }))
}

type Scene = (bridge: FakeBridge) => void

function work(items: (now: number) => readonly (readonly [WorkItem, ScreenPop])[], operator?: 'in-call' | 'wrap-up'): Scene {
  return (bridge) => {
    const now = performance.now()
    const pairs = items(now)
    for (const [, pop] of pairs) bridge.push('pop', pop)
    bridge.push(
      'work',
      pairs.map(([item]) => item),
    )
    if (operator) bridge.push('operator', { kind: operator, sinceMs: now - 90_000, after: { kind: 'ready' } })
  }
}

const view =
  (name: View): Scene =>
  () =>
    openView(name)

const wall = () => Date.now()
const [first, second, company] = demoNames

/** Everything that a person looks at before a release, by name: `?scene=<name>`. */
export const scenes: Readonly<Record<string, Scene>> = {
  idle: () => undefined,
  'not-ready': (bridge) => bridge.push('operator', { kind: 'not-ready', reason: 'lunch', sinceMs: performance.now() - 754_000 }),
  ringing: work((now) => [[tab('a', first, ringingCall('a', now - 3_000)), demoPop('a', wall())]]),
  dialing: work((now) => [[tab('a', first, dialledCall('a', now - 4_000)), demoPop('a', wall())]], 'in-call'),
  active: work((now) => [[tab('a', first, activeCall('a', now - 167_000)), demoPop('a', wall())]], 'in-call'),
  muted: work((now) => [[tab('a', first, { ...activeCall('a', now - 167_000), muted: true }), demoPop('a', wall())]], 'in-call'),
  knocking: work(
    (now) => [
      [tab('a', first, activeCall('a', now - 167_000)), demoPop('a', wall())],
      [tab('b', company, ringingCall('b', now - 2_000)), demoPop('b', wall())],
    ],
    'in-call',
  ),
  hold: work(
    (now) => [
      [tab('a', first, heldCall('a', now - 167_000, now - 32_000)), demoPop('a', wall())],
      [tab('c', second, endedCall('c', now - 300_000, now - 71_000)), demoPop('c', wall())],
    ],
    'in-call',
  ),
  wrapup: work((now) => [[tab('a', first, endedCall('a', now - 300_000, now - 21_000)), demoPop('a', wall())]], 'wrap-up'),
  unknown: work((now) => [[tab('a', '', ringingCall('a', now - 3_000)), unknownPop('a', wall())]]),
  anonymous: work((now) => [[tab('a', '', ringingCall('a', now - 3_000), { caller: withheld }), anonymousPop('a', wall())]]),
  several: work((now) => [[tab('a', '', ringingCall('a', now - 3_000)), severalPop('a', wall())]]),
  likely: work((now) => [[tab('a', first, activeCall('a', now - 12_000)), likelyPop('a', wall())]], 'in-call'),
  unavailable: work((now) => [[tab('a', '', activeCall('a', now - 12_000)), unavailablePop('a', wall())]], 'in-call'),
  hostile: work((now) => [
    [tab('a', '', ringingCall('a', now - 3_000), { caller: demoCaller(2, hostileName) }), unknownPop('a', wall())],
  ]),
  customers: view('customers'),
  cases: view('cases'),
  tasks: view('tasks'),
  calls: view('calls'),
  settings: view('settings'),
  diagnostics: view('diagnostics'),
  palette: () => openOverlay('palette'),
  shortcuts: () => openOverlay('shortcuts'),
  trouble: (bridge) => {
    const now = performance.now()
    bridge.push('line', {
      kind: 'down',
      sinceMs: now - 74_000,
      problem: { kind: 'line-unreachable' },
      retryAtMs: now + 4_000,
      attempt: 5,
    })
    bridge.push('media', { alive: true, microphone: 'denied', microphones: [], speakers: [] })
    bridge.push('store', { kind: 'full', unsaved: 3 })
  },
  lost: (bridge) => bridge.connection.set('lost'),
  failing: (bridge) => {
    for (const name of ['calls.missed', 'calls.recent', 'cases.list', 'tasks.list', 'customers.search'] as const) {
      bridge.answer(name, () => fail('store-unavailable'))
    }
    openView('calls')
  },
  empty: (bridge) => {
    bridge.answer('calls.missed', () => ({ ok: true, value: [] }))
    bridge.answer('calls.recent', () => ({ ok: true, value: [] }))
    bridge.push('counts', { missedCalls: 0, openTasks: 0, overdueTasks: 0, openCases: 0 })
    openView('calls')
  },
  ...serverScenes,
}

export function selectScene(bridge: FakeBridge, name: string): void {
  useViewState.setState({ view: 'workspace', selectedTab: name === 'hold' ? tabId('a') : undefined })
  scenes[name]?.(bridge)
}
