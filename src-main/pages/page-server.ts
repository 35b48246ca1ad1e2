import { fromPage, type PageRole, type PageWire, wireVersion } from '#shared/contract/wire.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Handlers } from './handlers.ts'
import { StreamHub } from './stream-hub.ts'
import type { StreamSources } from './stream-sources.ts'
import { UiPage } from './ui-page.ts'

export interface PageServerOptions {
  readonly handlers: Handlers
  readonly streams: StreamSources
  /** Gets a media page's wire, from the message after its hello on. */
  readonly media: { attach(wire: PageWire): void }
  readonly log: Log
  /** Checks replies and pushes against the contract too: for tests and development. */
  readonly checkOutputs?: boolean
}

export interface PageServer {
  /** `role`: what the host knows the page to be; a page that claims another is closed. */
  accept(wire: PageWire, role?: PageRole): void
}

/** Malformed messages of one page that are logged; the rest are dropped in silence. */
const loggedDefects = 5

/** The main process's side of the contract, whatever host the pages run in. */
export function createPageServer(options: PageServerOptions): PageServer {
  const { log, checkOutputs = false } = options
  const hub = new StreamHub({ sources: options.streams, log, checkOutputs })
  const commands = { handlers: options.handlers, log, checkOutputs }

  return {
    accept(wire, role) {
      let defects = 0
      let page: UiPage | undefined
      let toMedia: ((message: unknown) => void) | undefined
      wire.onMessage((raw) => {
        if (toMedia) return toMedia(raw)
        const parsed = fromPage.safeParse(raw)
        if (!parsed.success) {
          if (++defects <= loggedDefects) log.warn('Malformed message from a page dropped')
          return
        }
        const message = parsed.data
        if (page) return page.receive(message)
        if (message.t !== 'hello' || (role && message.role !== role)) {
          log.warn('A page did not say who it is', { t: message.t, role })
          return wire.close()
        }
        if (message.version !== wireVersion) {
          log.warn('A page of another version refused', { version: message.version, wireVersion })
          wire.send({ t: 'refused', reason: 'version' })
          return wire.close()
        }
        log.debug('A page is here', { role: message.role })
        if (message.role === 'ui') page = new UiPage(wire, hub, commands)
        else {
          // The media room parses its page's messages itself, against its own steps.
          toMedia = ignore
          options.media.attach({
            send: (message) => wire.send(message),
            onMessage: (listener) => (toMedia = listener),
            onClose: (listener) => wire.onClose(listener),
            close: () => wire.close(),
          })
        }
      })
    },
  }
}

function ignore(): void {}
