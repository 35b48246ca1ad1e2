import { expect, test } from '@playwright/test'
import { until } from '../pbx/until.ts'
import { type Desktop, must, officeOfFile, offline, rail, ready, upToDate } from './office.ts'
import { answer, note, tabs, wrapUp, wrapUpInThreeStrokes } from './workplace.ts'

/** The telephone does not wait for the server. */
const office = officeOfFile(400)
test.use({ actionTimeout: 20_000 })

/** A caller known to this copy rings, is talked to, noted and wrapped up; tells the interaction. */
async function takeCall({ page, seat }: Desktop, typed: string): Promise<string> {
  must(await seat.call('demo.simulate', { who: 'known' }))
  await expect(tabs(page)).toContainText(['дзвонить'])
  const [item] = await seat.until('work', (work) => work.length === 1)
  await answer(page)
  await page.keyboard.press('F6')
  await page.keyboard.type(typed)
  await expect(note(page)).toHaveValue(typed)
  await page.keyboard.press('Escape')
  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()
  await wrapUpInThreeStrokes(page)
  return item!.interactionId
}

async function isAt({ seat }: Desktop, interactionId: string): Promise<boolean> {
  const calls = must(await seat.call('calls.recent', { limit: 50 }))
  return calls.some((call) => call.interactionId === interactionId && call.disposition !== undefined)
}

test('a call during the first copy, and one without the server: popped, noted, wrapped up, and later at the other desktop', async () => {
  const other = await office().desktop('supervisor')
  const desktop = await office().desktop(undefined)
  desktop.line.slow(150)
  const { page, seat } = desktop
  const { login, password } = office().server.account('operator1')
  must(await seat.call('session.signIn', { login, password }))
  await expect(rail(page)).toBeVisible()
  must(await seat.call('settings.change', { demo: { callsByThemselves: false } }))
  await until('there is somebody to call', 30_000, async () => must(await seat.call('cases.list', { limit: 1 })).length > 0)
  const early = await takeCall(desktop, 'Дзвонив під час копіювання')
  const { kind } = await seat.until('sync', () => true)
  expect(kind, 'the copy is still under way').toBe('copying')
  desktop.line.slow(0)
  await ready(desktop)
  await until('the other desktop has it', 15_000, () => isAt(other, early))

  await office().loseServer()
  await offline(seat)
  const alone = await takeCall(desktop, 'Дзвонив без сервера')
  await office().regainServer()
  for (const one of [seat, other.seat]) must(await one.call('sync.now', {}))
  await upToDate(seat)
  await until('the other desktop has it', 15_000, () => isAt(other, alone))
})
