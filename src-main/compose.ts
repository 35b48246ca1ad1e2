import type { SessionState } from '#shared/domain/people/session.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings/settings.ts'
import { Cell, type ReadonlyCell } from '#shared/flow/cell.ts'
import type { Account, OpenAccount } from '#shared/ports/account.ts'
import type { Log } from '#shared/ports/log.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import { systemClock } from '#system/system-clock.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'
import type { Desk, HostFacts } from './app/desk.ts'
import { allHandlers } from './app/handlers/all-handlers.ts'
import { sessionHandlers } from './app/handlers/session-handlers.ts'
import { frontStreams, streamSources } from './app/stream-sources.ts'
import { type ComposedDesk, composeDesk, type DeskOwner, type DeskParts } from './compose-desk.ts'
import { createMediaLink } from './media-link/media-link.ts'
import { type DeskSide, switchedHandlers, switchedStreams } from './pages/desk-switch.ts'
import { createPageServer, type PageServer } from './pages/page-server.ts'
import { openAccount } from './session/open-account.ts'

export interface ComposeOptions {
  /** Where the databases live; made when missing. */
  readonly dataDir: string
  readonly resourcesDir: string
  /** The store's writer worker, as a `.ts` source or a built `.js`. */
  readonly workerUrl: URL
  readonly host: HostFacts
  readonly secrets: SecretStore
  readonly log: Log
  /** The language and theme to begin with, and where the last used ones are kept. */
  readonly look?: { read(): Partial<Settings>; remember(settings: Settings): void }
  /** The central server; undefined: the desktop stands alone and nobody signs in. */
  readonly server?: {
    readonly url: string
    /** How the list of devices calls this one. */
    readonly deviceName: string
    /** Tried once at the start. */
    readonly first?: { readonly login: string; readonly password: string }
    /** Shows a page in the system's browser. */
    openPage(url: string): void
  }
  /** Demo customers put into the empty database of a desktop that stands alone; 0 for none. */
  readonly demoCustomers: number
  readonly demoSeed: number
}

/** The whole desktop, waiting for pages. */
export interface Desktop {
  readonly pages: PageServer
  /** Undefined while nobody is signed in. */
  readonly desk: ReadonlyCell<Desk | undefined>
  dispose(): Promise<void>
}

/** Builds what is there for everybody, and opens the desk of whoever is signed in. */
export async function compose(options: ComposeOptions): Promise<Desktop> {
  const { log, host, secrets, dataDir, server } = options
  const clock = systemClock
  const ids = uuidV7Source(clock.epochMs)
  const startup = [{ stage: 'process', ms: Math.round(clock.monotonicMs()) }]
  const media = createMediaLink({ log: log.child('media'), clock })
  const look = new Cell<Settings>({ ...defaultSettings, ...options.look?.read() })

  const account: Account | undefined =
    server &&
    (await openAccount({
      dir: dataDir,
      serverUrl: server.url,
      deviceName: server.deviceName,
      appVersion: host.version,
      secrets,
      clock,
      ids,
      log: log.child('session'),
      http: fetch,
      ...(server.first && { first: server.first }),
    }))
  const session: ReadonlyCell<SessionState> = account?.state ?? new Cell<SessionState>({ kind: 'no-server' })

  const desk = new Cell<Desk | undefined>(undefined)
  const side = new Cell<DeskSide | undefined>(undefined)
  let opened: ComposedDesk | undefined
  let changing = Promise.resolve()
  /** One desk after the other: the files of the former are closed before the next is opened. */
  const change = (owner: DeskOwner | undefined) => {
    const run = changing.then(async () => {
      const former = opened
      opened = undefined
      side.set(undefined)
      desk.set(undefined)
      await former?.dispose()
      if (!owner) return
      const { language, theme } = look.get()
      const parts: DeskParts = { ...options, clock, ids, media, startup, settings: { language, theme } }
      opened = await composeDesk(owner, parts)
      const { value } = opened.desk.settings
      look.set(value.get())
      value.subscribe((settings) => look.set(settings))
      desk.set(opened.desk)
      side.set({ handlers: allHandlers(opened.desk), streams: streamSources(opened.desk, opened.progress) })
    })
    changing = run.catch((error: unknown) => log.error('The desk could not be opened', { error }))
    return run
  }
  const ownerOf = (open: OpenAccount | undefined): DeskOwner | undefined =>
    open && account && server && { kind: 'signed-in', account, open, serverUrl: server.url }

  // Pages hear of a sign-in when its desk answers: before that every view would ask in vain.
  const shown = new Cell<SessionState>(session.get())
  const show = () => {
    const state = session.get()
    if (state.kind !== 'signed-in' || side.get()) shown.set(state)
  }
  const stopShowing = [session.subscribe(show), side.subscribe(show)]
  const front: DeskSide = {
    handlers: sessionHandlers({ account, desk, settings: look, openPage: (url) => server?.openPage(url) }),
    streams: frontStreams({ clock, host, secrets, media, settings: look, session: shown }),
  }
  const pages = createPageServer({
    handlers: switchedHandlers(side, front),
    streams: switchedStreams(side, front),
    media,
    log: log.child('pages'),
  })

  look.subscribe((settings) => options.look?.remember(settings))
  const stop = account?.open.subscribe((open) => void change(ownerOf(open)))
  if (account) await change(ownerOf(account.open.get()))
  else await change({ kind: 'alone', folder: dataDir, demoCustomers: options.demoCustomers, demoSeed: options.demoSeed })

  return {
    pages,
    desk,
    async dispose() {
      stop?.()
      for (const end of stopShowing) end()
      await change(undefined)
      await account?.dispose()
      media.dispose()
    },
  }
}
