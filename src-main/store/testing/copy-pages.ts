import type { Change } from '#shared/entities/change.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { Outcome } from '#shared/sync/protocol.ts'
import { columnsOf } from '../write/rows.ts'
import { CopyInPlace, type CopyInPlaceOptions } from './copy-in-place.ts'
import { id } from './plain-rows.ts'

/** Pages as a server would send them. */
export const epoch = 'epoch-1'
export const home = 'territory-1'
export const far = 'territory-2'

export interface RowOnWire {
  readonly entity: EntityName
  readonly id: string
  readonly rev: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly territory?: string | null
}

export const bytesOf = (message: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(message))

let cursors = 0

export function feedPage(
  page: {
    readonly rows?: readonly RowOnWire[]
    readonly gone?: readonly { readonly entity: EntityName; readonly id: string; readonly rev: number }[]
    readonly appliedSeq?: number
    readonly territories?: readonly string[]
    readonly more?: boolean
    readonly cursor?: string
    readonly epoch?: string
    readonly serverMs?: number
  } = {},
): Uint8Array {
  const defaults = { kind: 'page', epoch, serverMs: 1_000, cursor: `cursor-${++cursors}`, more: false, appliedSeq: 0 }
  return bytesOf({ ...defaults, territories: [home], rows: [], gone: [], ...page })
}

export function copyLine(
  territory: string,
  entity: EntityName,
  rows: readonly Omit<RowOnWire, 'entity'>[],
  rest: { after?: string | null; total?: number; epoch?: string; cursor?: string; sight?: string } = {},
): Uint8Array {
  const fields = Object.keys(columnsOf(entity))
  return bytesOf({
    kind: 'copy',
    epoch,
    territory,
    cursor: 'horizon',
    entity,
    fields,
    rows: rows.map((row) => [row.id, row.rev, ...fields.map((field) => row.fields[field] ?? null)]),
    after: null,
    done: rows.length,
    total: rows.length,
    ...rest,
  })
}

export function pushedAnswer(answers: Readonly<Record<number, Outcome>>, inEpoch = epoch): Uint8Array {
  const list = Object.entries(answers).map(([seq, outcome]) => ({ seq: Number(seq), outcome }))
  return bytesOf({ kind: 'pushed', epoch: inEpoch, serverMs: 1_000, answers: list })
}

export const applied = (rev: number, conflicts = 0): Outcome => ({ kind: 'applied', rev, conflicts })

/** A row on the wire as a create would have made it. */
export function asRow(change: Change, rev: number, other: Readonly<Record<string, unknown>> = {}): RowOnWire {
  if (change.kind !== 'create') throw new Error('Only a create has all fields')
  return { entity: change.entity, id: change.id, rev, fields: { ...change.fields, ...other } }
}

export const me = {
  entity: 'users',
  id: 'user-1',
  rev: 1,
  fields: {
    login: 'olena',
    name: 'Олена Коваль',
    role: 'operator',
    active: true,
    territoryIds: [home, far],
    homeTerritoryId: home,
  },
} as const satisfies RowOnWire

/** A copy with a clock that stands at its start and ids in order. */
export function newCopy(options: Partial<CopyInPlaceOptions> = {}): CopyInPlace {
  let made = 0
  return new CopyInPlace({
    path: ':memory:',
    device: 'device-1',
    actor: me.id,
    nowMs: () => 1_000,
    newId: () => id('9', ++made),
    ...options,
  })
}

/** The same after its first copies: everybody's rows, and those of the home territory. */
export function copiedCopy(rows: readonly RowOnWire[] = [], options: Partial<CopyInPlaceOptions> = {}): CopyInPlace {
  const copy = newCopy(options)
  copyAll(copy, { [home]: rows })
  return copy
}

/** Goes through all first copies that are asked for. */
export function copyAll(copy: CopyInPlace, territories: Readonly<Record<string, readonly RowOnWire[]>>, inEpoch = epoch): void {
  copy.value({ kind: 'nextCopy' })
  copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me], { epoch: inEpoch }) })
  copy.value({ kind: 'pulled', bytes: feedPage({ territories: Object.keys(territories), epoch: inEpoch, cursor: 'copied' }) })
  for (let next = copy.value({ kind: 'nextCopy' }); next; next = copy.value({ kind: 'nextCopy' })) {
    const rows = territories[next.territory] ?? []
    const names = [...new Set(rows.map((row) => row.entity))]
    for (const [at, name] of names.entries()) {
      const after = at === names.length - 1 ? null : `after-${at}`
      const part = rows.filter((row) => row.entity === name)
      copy.value({ kind: 'copied', bytes: copyLine(next.territory, name, part, { after, epoch: inEpoch, total: rows.length }) })
    }
    if (names.length === 0) copy.value({ kind: 'copied', bytes: copyLine(next.territory, 'customers', [], { epoch: inEpoch }) })
  }
  copy.doChores()
}
