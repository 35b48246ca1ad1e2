import type { WebContents } from 'electron'
import type { Log } from '#shared/ports/log.ts'
import type { ElectronParts } from './electron-parts.ts'
import { isOurPage } from './page-address.ts'

/** No page of ours leads elsewhere, opens a window, embeds a web view or gets a permission that a phone does not need. */
export function guardContents({ app, session }: ElectronParts, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { readonly url: string; preventDefault(): void }) => {
      if (isOurPage(event.url)) return
      log.warn('Navigation blocked')
      event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })

  session.defaultSession.setPermissionRequestHandler((contents, permission, answer, details) => {
    const asked = 'mediaTypes' in details ? details.mediaTypes : undefined
    answer(mayHave(permission, details.requestingUrl, asked ?? [], contents))
  })
  session.defaultSession.setPermissionCheckHandler((contents, permission, origin, details) =>
    mayHave(permission, details.requestingUrl ?? origin, details.mediaType ? [details.mediaType] : [], contents),
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
}

/** The microphone and the choice of a speaker, for our own pages; never the camera or the screen. */
function mayHave(permission: string, address: string, media: readonly string[], contents: WebContents | null): boolean {
  if (!contents || !isOurPage(contents.getURL()) || !isOurPage(address)) return false
  if (permission === 'media') return media.every((kind) => kind === 'audio')
  return permission === 'speaker-selection'
}
