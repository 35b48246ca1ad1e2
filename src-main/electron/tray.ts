import type { StreamValue } from '#shared/contract/streams.ts'
import type { Language } from '#shared/domain/text/language.ts'
import type { InProcessPage } from '../host/in-process-page.ts'
import type { ElectronParts } from './electron-parts.ts'
import { shellTexts } from './shell-texts.ts'

export interface TrayOptions {
  readonly electron: ElectronParts
  readonly page: InProcessPage
  readonly iconPath: string
  readonly show: () => void
  readonly quit: () => void
}

/** The tray icon with the operator's state; false where there is no icon to show. */
export function openTray({ electron, page, iconPath, show, quit }: TrayOptions): boolean {
  const icon = electron.nativeImage.createFromPath(iconPath)
  if (icon.isEmpty()) return false
  const tray = new electron.Tray(icon)
  let language: Language = 'uk'
  let operator: StreamValue<'operator'> | undefined
  let line: StreamValue<'line'> | undefined

  const draw = () => {
    const text = shellTexts[language]
    const state = line?.kind === 'registered' ? operator && text[operator.kind] : text.noLine
    tray.setToolTip(state ? `Dzvin: ${state}` : 'Dzvin')
    tray.setContextMenu(
      electron.Menu.buildFromTemplate([
        { label: state ?? 'Dzvin', enabled: false },
        { type: 'separator' },
        { label: text.ready, click: () => void page.call('operator.ready', {}) },
        { label: text['not-ready'], click: () => void page.call('operator.notReady', { reason: 'break' }) },
        { type: 'separator' },
        { label: text.show, click: show },
        { label: text.quit, click: quit },
      ]),
    )
  }
  tray.on('click', show)
  page.on('settings', (value) => {
    language = value.language
    draw()
  })
  page.on('operator', (value) => {
    operator = value
    draw()
  })
  page.on('line', (value) => {
    line = value
    draw()
  })
  draw()
  return true
}
