import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'
import type { Phone } from '#shared/ports/phone.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import type { Store } from '#shared/ports/store.ts'
import type { CallFlow } from './call-flow.ts'
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

/** All that the handlers work with; built once by compose. */
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
  /** Start-up stages as they were reached, milliseconds since the process began. */
  readonly startup: readonly { readonly stage: string; readonly ms: number }[]
}
