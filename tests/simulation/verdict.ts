import { type EntityName, entities } from '#shared/entities/entities.ts'
import { same } from '#shared/sync/merge.ts'
import type { Desk } from './desk.ts'
import { wordsIn } from './ledger.ts'
import type { SimUser } from './server/memory-server.ts'
import type { Fields } from './sim-copy.ts'
import type { Simulation } from './simulation.ts'

export interface Verdict {
  /** Empty: every rule held. */
  readonly violations: readonly string[]
}

/** Looks at a simulation that has come to rest. */
export function verdictOf(simulation: Simulation): Verdict {
  const violations = [...simulation.violations, ...simulation.ledger.violations]
  if (simulation.stuck) violations.push(`never stuck: ${simulation.desks.map(standingOf).join('; ')}`)
  else for (const desk of simulation.desks) if (!desk.left) violations.push(...differences(simulation, desk))
  violations.push(...lostWords(simulation))
  violations.push(...notLifted(simulation))
  for (const desk of simulation.desks) {
    const said = desk.file.pragma('integrity_check', { simple: true })
    if (said !== 'ok') violations.push(`${desk.seat} integrity_check: ${said}`)
  }
  return { violations }
}

/** SYNC-10: the copy is the server's rows that this user may have, no more and no fewer, each as they may see it. */
function differences({ server }: Simulation, desk: Desk): string[] {
  const user = server.users.get(desk.userId) as SimUser
  const found: string[] = []
  for (const entity of Object.keys(entities) as EntityName[]) {
    const wanted = new Map<string, Fields>()
    for (const row of server.database.committed.rows.values()) {
      if (row.entity === entity && !row.deleted && mayHave(user, entity, row.territory))
        wanted.set(row.id, seenBy(user, entity, row.fields))
    }
    const there = desk.copy?.rows(entity) ?? new Map<string, Fields>()
    for (const [id, fields] of wanted) {
      const copy = there.get(id)
      if (!copy) found.push(`SYNC-6 ${desk.seat} lacks ${entity}/${id}`)
      else {
        for (const field of Object.keys(entities[entity].columns)) {
          if (!same(copy[field] ?? null, fields[field] ?? null))
            found.push(
              `SYNC-7 ${desk.seat} ${entity}/${id}.${field}: ${JSON.stringify(copy[field])}, not ${JSON.stringify(fields[field])}`,
            )
        }
      }
    }
    for (const id of there.keys()) if (!wanted.has(id)) found.push(`SYNC-10 ${desk.seat} has ${entity}/${id}`)
  }
  return found
}

/** By hand: the memory of numbers is not for analysts. */
const mayHave = ({ role, territories }: SimUser, entity: EntityName, territory: string | null) =>
  !(role === 'analyst' && entity === 'number_memory') && (territory === null || territories.has(territory))

/** By hand, not by the rules of the entities: analysts see neither numbers nor money. */
function seenBy({ role }: SimUser, entity: EntityName, fields: Fields): Fields {
  if (role !== 'analyst') return fields
  if (entity === 'customers') return { ...fields, lifetimeValue: 0, monthlyValue: 0 }
  if (entity === 'contact_points') return { ...fields, value: masked(String(fields.value)) }
  if (entity === 'conflicts' && hiddenFields.includes(`${fields.entity}.${fields.field}`))
    return { ...fields, before: null, kept: null, lost: null }
  return fields
}

const hiddenFields = ['customers.lifetimeValue', 'customers.monthlyValue', 'contact_points.value']

function masked(number: string): string {
  let digits = number.replace(/\D/g, '').length
  return number.replace(/\d/g, (digit) => (digits-- > 2 ? '*' : digit))
}

/** SYNC-1, SYNC-3, SYNC-5: each word that was acknowledged is taken by the server once, or lies in a box that a person sees. */
function lostWords({ ledger, typed, server, desks, restores, discarded }: Simulation): string[] {
  const taken = new Map<string, number>()
  for (const { mutation, outcome } of ledger.entries.values()) {
    if (outcome === 'refused') continue
    for (const word of new Set(wordsIn(added(mutation.before, mutation.fields)))) taken.set(word, (taken.get(word) ?? 0) + 1)
  }
  const boxed = new Set(
    [...server.database.committed.quarantine.map(({ mutation }) => mutation), ...discarded].flatMap(({ fields }) =>
      wordsIn(fields),
    ),
  )
  for (const desk of desks) {
    const refused = desk.file.prepare<[], { fields: string }>(`SELECT fields FROM outbox WHERE state = 'refused'`).all()
    for (const { fields } of refused) for (const word of wordsIn(JSON.parse(fields) as Fields)) boxed.add(word)
  }
  const found: string[] = []
  for (const [at, { word, seat, entity, row, field, acknowledged }] of typed.entries()) {
    const times = taken.get(word) ?? 0
    if (times > 1) found.push(`SYNC-3 ${word} of ${seat} was taken ${times} times`)
    if (times > 0 || !acknowledged || boxed.has(word)) continue
    const desk = desks.find((other) => other.seat === seat)
    // An old file was put in the place of this one, or it was left behind before a backup of the server came back.
    if (desk?.forked || desk?.unheard || ((desk?.left || desk?.purged) && restores > 0)) continue
    const retyped = typed
      .slice(at + 1)
      .some((later) => later.seat === seat && later.entity === entity && later.row === row && later.field === field)
    if (!retyped) found.push(`SYNC-1 ${word} of ${seat} is lost (${entity}/${row}.${field})`)
  }
  return found
}

/** SYNC-12: what an older app made is stored as the newer version has it, and nothing else is. */
function notLifted({ ledger, server }: Simulation): string[] {
  return [...ledger.entries.values()].flatMap(({ mutation: { entity, kind, row, fields }, outcome }) => {
    if (entity !== 'interactions' || kind !== 'create' || outcome !== 'applied') return []
    const stored = server.database.committed.rows.get(`${entity}/${row}`)?.fields.subject ?? null
    return stored === (fields.subject ?? null) ? [] : [`SYNC-12 interactions/${row} says '${stored}', not '${fields.subject}'`]
  })
}

function added(before: Fields, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const had = new Set(wordsIn({ value: before[field] ?? null }))
      return [field, wordsIn({ value: value ?? null }).filter((word) => !had.has(word))]
    }),
  )
}

function standingOf(desk: Desk): string {
  return `${desk.seat} ${desk.left ?? JSON.stringify({ ...desk.copy?.copy.standing.get(), badge: desk.badge })}`
}
