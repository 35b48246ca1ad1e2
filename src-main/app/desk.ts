import type { OpenAccount } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { LocalCopy } from '#shared/ports/local-copy.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'
import type { Phone } from '#shared/ports/phone.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import type { ServerApi } from '#shared/ports/server-api.ts'
import type { Store } from '#shared/ports/store.ts'
import type { Sync } from '#shared/ports/sync.ts'
import type { CallFlow } from './call-flow.ts'
import type { CardReads } from './card-reads.ts'
import type { ChangesFeed } from './changes-feed.ts'
import type { DemoCalls } from './demo-calls.ts'
import type { DeviceSettings } from './device-settings.ts'
import type { EventLoopLag } from './event-loop-lag.ts'
import type { LineControl } from './line-control.ts'
import type { Operator } from './operator.ts'
import type { PopTimings } from './pop-timings.ts'
import type { Workspace } from './workspace.ts'

/** What this installation is, as far as the pages may know. */
export interface HostFacts {
  readonly kind: 'electron' | 'browser'
  readonly version: string
  readonly mediaInPage: boolean
}

/** The central server, as far as a desk has to do with it. */
export interface DeskServer {
  readonly user: OpenAccount
  readonly sync: Sync
  readonly copy: LocalCopy
  readonly api: ServerApi
  /** Where files go that a person asked for: a folder of the data folder. */
  readonly exportsDir: string
}

/** All that the handlers work with; one for each person who signs in. */
export interface Desk {
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly host: HostFacts
  readonly store: Store
  readonly phone: Phone
  readonly media: Media
  readonly secrets: SecretStore
  readonly settings: DeviceSettings
  readonly workspace: Workspace
  readonly operator: Operator
  readonly flow: CallFlow
  readonly line: LineControl
  readonly demo: DemoCalls
  readonly timings: PopTimings
  readonly lag: EventLoopLag
  readonly feed: ChangesFeed
  readonly cardReads: CardReads
  /** Undefined: the desktop stands alone. */
  readonly server?: DeskServer
  /** Start-up stages as they were reached, milliseconds since the process began. */
  readonly startup: readonly { readonly stage: string; readonly ms: number }[]
}
