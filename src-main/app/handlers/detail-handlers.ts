import { mostTags } from '#shared/domain/customer/customer-details.ts'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import {
  type AddressId,
  addressId as addressIdSchema,
  type CustomerId,
  customerId as customerIdSchema,
  relationId as relationIdSchema,
} from '#shared/domain/ids.ts'
import type { Change } from '#shared/entities/change.ts'
import type { Fields } from '#shared/entities/entities.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'
import { refreshCustomer } from '../tab-contents.ts'

type DetailCommands = Extract<
  keyof Handlers,
  `customers.${string}${'Tag' | 'tagsInUse' | 'erritories' | 'Territory' | 'Address' | 'Relation'}`
>

/** Tags, territory, addresses and relations of a customer. */
export function detailHandlers(desk: Desk): Pick<Handlers, DetailCommands> {
  const { store, ids } = desk
  const { read } = store
  let lastTags: Promise<unknown> = Promise.resolve()

  async function write(customers: readonly string[], changes: Change[]): Promise<Result<undefined>> {
    const written = await store.write(changes)
    if (!written.ok) return written
    for (const id of customers) refreshCustomer(desk, customerIdSchema.parse(id))
    return ok()
  }

  /** One after the other: each starts from the list that the one before has written. */
  function changeTags(id: CustomerId, change: (tags: string[]) => string[] | undefined): Promise<Result<undefined>> {
    const next = lastTags.then(async (): Promise<Result<undefined>> => {
      const present = read.tags(id)
      if (!present) return fail('not-found')
      const tags = change(present)
      if (!tags) return ok()
      if (tags.length > mostTags) return fail('invalid-input')
      return write([id], [{ kind: 'patch', entity: 'customers', id, fields: { tags } }])
    })
    lastTags = next.catch(() => undefined)
    return next
  }

  /** One primary: the former one steps back. */
  function otherPrimaries(customerId: string, but: AddressId): Change[] {
    return read
      .addresses(customerIdSchema.parse(customerId))
      .filter(({ id, primary }) => primary && id !== but)
      .map(({ id }) => ({ kind: 'patch', entity: 'addresses', id, fields: { primary: false } }))
  }

  return {
    'customers.addTag': ({ customerId, tag }) =>
      changeTags(customerId, (tags) => (tags.some((one) => sameTag(one, tag)) ? undefined : [...tags, tag])),

    'customers.removeTag': ({ customerId, tag }) =>
      changeTags(customerId, (tags) => (tags.includes(tag) ? tags.filter((one) => one !== tag) : undefined)),

    'customers.tagsInUse': async () => ok(read.tagsInUse()),

    'customers.territories': async () => ok(read.territories()),

    'customers.setTerritory': async ({ customerId, territoryId }) => {
      const isMine = read.territories().some((territory) => territory.territoryId === territoryId)
      if (!isMine || !read.customerExists(customerId)) return fail('not-found')
      return write([customerId], [{ kind: 'patch', entity: 'customers', id: customerId, fields: { territoryId } }])
    },

    'customers.addAddress': async ({ customerId, primary, ...typed }) => {
      if (!read.customerExists(customerId)) return fail('not-found')
      const id = addressIdSchema.parse(ids.next())
      const isFirst = read.addresses(customerId).length === 0
      const empty = { city: null, region: null, postalCode: null, country: null }
      const fields = { customerId, ...empty, kind: typed.kind, line: typed.line, ...stored(typed), primary: primary ?? isFirst }
      const changes: Change[] = primary ? otherPrimaries(customerId, id) : []
      const written = await write([customerId], [...changes, { kind: 'create', entity: 'addresses', id, fields }])
      return written.ok ? ok({ addressId: id }) : written
    },

    'customers.editAddress': async ({ addressId, primary, ...typed }) => {
      const present = read.address(addressId)
      if (!present) return fail('not-found')
      const changes: Change[] = primary ? otherPrimaries(present.customerId, addressId) : []
      const fields = { ...stored(typed), ...(primary ? { primary } : {}) }
      return write([present.customerId], [...changes, { kind: 'patch', entity: 'addresses', id: addressId, fields }])
    },

    'customers.removeAddress': async ({ addressId }) => {
      const present = read.address(addressId)
      if (!present) return fail('not-found')
      return write([present.customerId], [{ kind: 'delete', entity: 'addresses', id: addressId }])
    },

    'customers.addRelation': async ({ customerId, otherCustomerId, kind, note }) => {
      if (!read.customerExists(customerId) || !read.customerExists(otherCustomerId)) return fail('not-found')
      if (customerId === otherCustomerId) return fail('invalid-input')
      const id = relationIdSchema.parse(ids.next())
      const fields = { customerId, otherCustomerId, kind, note: note || null }
      const written = await write([customerId, otherCustomerId], [{ kind: 'create', entity: 'relations', id, fields }])
      return written.ok ? ok({ relationId: id }) : written
    },

    'customers.removeRelation': async ({ relationId }) => {
      const present = read.relation(relationId)
      if (!present) return fail('not-found')
      const { customerId, otherCustomerId } = present
      return write([customerId, otherCustomerId], [{ kind: 'delete', entity: 'relations', id: relationId }])
    },
  }
}

const sameTag = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

type TypedAddress = { [K in 'kind' | 'line' | 'city' | 'region' | 'postalCode' | 'country']?: Fields<'addresses'>[K] | undefined }

/** As columns: what was emptied is null, a country is in capitals. */
function stored({ kind, line, ...parts }: TypedAddress): Partial<Fields<'addresses'>> {
  const given = Object.entries(parts).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, field === 'country' ? value?.toUpperCase() || null : value || null]],
  )
  return { ...(kind ? { kind } : {}), ...(line ? { line } : {}), ...Object.fromEntries(given) }
}
