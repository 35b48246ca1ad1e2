import { schemaVersion } from '#shared/sync/protocol.ts'

/** Whose copy this is. Plain data: it travels to the writer's thread. */
export interface SyncOptions {
  /** The name under which this device's changes are counted; the copy keeps its own once it has been given one. */
  readonly device: string
  /** User id. */
  readonly actor: string
  /** The version of the entities; only a test says another than this app's. */
  readonly schema?: number
}

export const schemaOf = (options: SyncOptions): number => options.schema ?? schemaVersion

/** The world of a copy, passed in. */
export interface CopyWorld {
  nowMs(): number
  /** UUIDv7. */
  newId(): string
  /** A territory was purged: what else lies beside the file and may hold it must go, too. */
  purged?(): void
}
