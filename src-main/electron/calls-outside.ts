import type { BrowserWindow, Notification } from 'electron'
import type { StreamValue } from '#shared/contract/streams.ts'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { Language } from '#shared/domain/text/language.ts'
import type { InProcessPage } from '../host/in-process-page.ts'
import type { ElectronParts } from './electron-parts.ts'
import { shellTexts } from './shell-texts.ts'

export interface CallsOutsideOptions {
  readonly electron: ElectronParts
  readonly page: InProcessPage
  readonly window: BrowserWindow
  readonly show: () => void
}

type Work = StreamValue<'work'>

/** Calls while another program has the focus: a notification for each that rings, and shortcuts to answer and to hang up. */
export function followCallsOutside({ electron, page, window, show }: CallsOutsideOptions): void {
  const shown = new Map<InteractionId, Notification>()
  let language: Language = 'uk'
  let work: Work = []
  page.on('settings', (value) => {
    language = value.language
  })

  page.on('work', (items) => {
    const fresh = items.filter((item) => isRinging(item) && !work.some((old) => old.interactionId === item.interactionId))
    work = items
    for (const [id, notification] of shown) {
      if (items.some((item) => item.interactionId === id && isRinging(item))) continue
      notification.close()
      shown.delete(id)
    }
    if (window.isFocused() || !electron.Notification.isSupported()) return
    for (const item of fresh) {
      // The caller's words stand in the title only: some desktops read markup in a body.
      const notification = new electron.Notification({
        title: item.title || shellTexts[language].incoming,
        body: shellTexts[language].incoming,
        silent: true,
        urgency: 'critical',
      })
      notification.on('click', show)
      notification.show()
      shown.set(item.interactionId, notification)
    }
  })

  electron.globalShortcut.register('CommandOrControl+Alt+A', () => {
    const ringing = work.find(isRinging)
    if (ringing?.callId) void page.call('phone.answer', { callId: ringing.callId })
    show()
  })
  electron.globalShortcut.register('CommandOrControl+Alt+H', () => {
    const current = work.find(({ stage }) => stage === 'talking') ?? work.find(isRinging)
    if (current?.callId) void page.call('phone.hangUp', { callId: current.callId })
  })
}

/** Rings at the operator; a call that we dial rings elsewhere. */
function isRinging(item: Work[number]): boolean {
  return item.stage === 'ringing' && item.call?.direction === 'inbound'
}
