import type { Change } from '#shared/entities/change.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { Chance } from './chance.ts'
import type { Desk } from './desk.ts'
import { newCall, newCustomer, newPhone, newTask } from './first-rows.ts'
import type { Typed } from './ledger.ts'
import type { Fields, SimCopy } from './sim-copy.ts'

export interface PersonOptions {
  readonly chance: Chance
  nextWord(): string
  nextId(): string
  nowMs(): number
  /**
   * `acknowledged`: committed on the desk's disk; from here on nothing of it may be lost. Otherwise the desk died on it, and it
   * may have been committed or not.
   */
  wrote(desk: Desk, typed: readonly Typed[], fields: readonly Overwritten[], acknowledged: boolean): void
}

/** A field as it was before and after a write of its own. */
export interface Overwritten {
  readonly entity: EntityName
  readonly row: string
  readonly field: string
  readonly old: unknown
  readonly next: unknown
}

const deeds = {
  text: 30,
  note: 14,
  points: 10,
  tag: 10,
  preference: 8,
  fact: 8,
  task: 8,
  taskDone: 6,
  deleteSmall: 7,
  call: 7,
  customer: 3,
  deleteCustomer: 2,
  move: 3,
  memory: 5,
  forbidden: 4,
  settle: 5,
} as const

const wider = { ...deeds, poison: 2, venom: 1 } as const
type Deed = keyof typeof wider

/** Somebody who works at a desk: what they do is drawn by lot, from what they see. */
export class Person {
  readonly #options: PersonOptions

  constructor(options: PersonOptions) {
    this.#options = options
  }

  act(desk: Desk, wide: boolean): string | undefined {
    const { copy } = desk
    if (!copy) return undefined
    const deed: Deed = this.#options.chance.weighed<Deed>(wide ? wider : (deeds as typeof wider))
    const changes = this.#changes(deed, copy)
    if (changes.length > 0) this.#write(desk, copy, changes)
    return deed
  }

  #changes(deed: Deed, copy: SimCopy): Change[] {
    const { chance, nextWord, nextId, nowMs } = this.#options
    const [customerId, customer] = this.#any(copy, 'customers') ?? []
    const patch = (entity: EntityName, id: string, fields: Fields): Change[] => [{ kind: 'patch', entity, id, fields } as Change]
    const create = (entity: EntityName, id: string, fields: Fields): Change[] => [
      { kind: 'create', entity, id, fields } as Change,
    ]
    switch (deed) {
      case 'text':
        return customerId ? patch('customers', customerId, { [chance.of(['city', 'address', 'familyName'])]: nextWord() }) : []
      case 'preference':
        return customerId ? patch('customers', customerId, { preferences: nextWord() }) : []
      case 'poison':
      case 'venom':
        return customerId ? patch('customers', customerId, { address: `${nextWord()} ${deed}` }) : []
      case 'points':
        return customerId
          ? patch('customers', customerId, {
              loyaltyPoints: Number(customer?.loyaltyPoints) + chance.between(1, 9),
              city: nextWord(),
            })
          : []
      case 'tag': {
        if (!customerId) return []
        const tags = customer?.tags as string[]
        const dropped = tags.length > 3 ? tags.slice(1) : tags
        return patch('customers', customerId, { tags: [...dropped, nextWord()] })
      }
      case 'note': {
        const [id, call] = this.#any(copy, 'interactions') ?? []
        return id ? patch('interactions', id, { note: `${call?.note}\n${nextWord()}` }) : []
      }
      case 'call':
        return customerId ? create('interactions', nextId(), newCall(customerId, nowMs(), nextWord())) : []
      case 'fact': {
        const [id] = this.#any(copy, 'customer_facts') ?? []
        return id ? patch('customer_facts', id, { value: nextWord() }) : []
      }
      case 'task':
        return create('tasks', nextId(), newTask(customerId && chance.odds(0.8) ? customerId : null, nextWord(), nowMs()))
      case 'taskDone': {
        const [id] = this.#any(copy, 'tasks') ?? []
        return id ? patch('tasks', id, { doneAtMs: nowMs(), title: nextWord() }) : []
      }
      case 'deleteSmall': {
        const entity = chance.of(['contact_points', 'customer_facts', 'tasks'] as const)
        const [id] = this.#any(copy, entity) ?? []
        return id ? [{ kind: 'delete', entity, id }] : []
      }
      case 'customer': {
        const id = nextId()
        return [
          ...create('customers', id, newCustomer(nextWord(), null)),
          ...create('contact_points', nextId(), newPhone(id, `+38050${chance.between(1_000_000, 9_999_999)}`)),
        ]
      }
      case 'deleteCustomer':
        return customerId ? [{ kind: 'delete', entity: 'customers', id: customerId }] : []
      case 'move': {
        const [territory] = this.#any(copy, 'territories') ?? []
        return customerId && territory ? patch('customers', customerId, { territoryId: territory }) : []
      }
      case 'memory': {
        const id = `+38067${chance.between(1, 4)}`
        const fields = { customerId: customerId ?? null, confirmedAtMs: nowMs() }
        return copy.row('number_memory', id) ? patch('number_memory', id, fields) : create('number_memory', id, fields)
      }
      case 'forbidden':
        return customerId ? patch('customers', customerId, { lifetimeValue: chance.between(1, 1_000), address: nextWord() }) : []
      case 'settle': {
        const [id, conflict] = this.#any(copy, 'conflicts') ?? []
        return id && conflict?.status === 'open' ? patch('conflicts', id, { status: 'settled', settledAtMs: nowMs() }) : []
      }
    }
  }

  #any(copy: SimCopy, entity: EntityName): readonly [string, Fields] | undefined {
    const rows = [...copy.rows(entity)].sort(([a], [b]) => (a < b ? -1 : 1))
    return rows.length > 0 ? this.#options.chance.of(rows) : undefined
  }

  #write(desk: Desk, copy: SimCopy, changes: readonly Change[]): void {
    const before = changes.map((change) => (change.kind === 'patch' ? copy.row(change.entity, change.id) : undefined))
    const acknowledged = desk.write(changes)
    const overwritten = changes.flatMap((change, at): Overwritten[] => {
      if (change.kind === 'delete') return []
      const { entity, id: row } = change
      return Object.entries(change.fields).map(([field, next]) => ({ entity, row, field, old: before[at]?.[field], next }))
    })
    const typed = overwritten.flatMap(({ entity, row, field, old, next }) =>
      newWords(old, next).map((word) => ({ word, seat: desk.seat, entity, row, field })),
    )
    this.#options.wrote(desk, typed, overwritten, acknowledged)
  }
}

function newWords(old: unknown, next: unknown): string[] {
  const had = JSON.stringify(old ?? null)
  return (JSON.stringify(next ?? null).match(/w\d+w/g) ?? []).filter((word) => !had.includes(word))
}
