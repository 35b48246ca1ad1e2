import type { ContactPoint, CustomerCard, CustomerFact } from '#shared/domain/customer/customer.ts'
import type { Address, Relation, Territory } from '#shared/domain/customer/customer-details.ts'
import type { CardChange } from './pending-edits.ts'

/** What an edit makes of the card until the main process answers: pure, one function a kind of edit. */
export function changeCustomer(changes: Partial<CustomerCard['customer']>): CardChange {
  return (card) => ({ ...card, customer: { ...card.customer, ...changes } })
}

export function changeContactPoint(id: ContactPoint['contactPointId'], changes: Partial<ContactPoint>): CardChange {
  return (card) => ({
    ...card,
    contactPoints: card.contactPoints.map((point) => {
      if (point.contactPointId === id) return { ...point, ...changes }
      // One primary of each kind.
      const kind = card.contactPoints.find((other) => other.contactPointId === id)?.kind
      return changes.primary && point.kind === kind ? { ...point, primary: false } : point
    }),
  })
}

export function removeContactPoint(id: ContactPoint['contactPointId']): CardChange {
  return (card) => ({ ...card, contactPoints: card.contactPoints.filter((point) => point.contactPointId !== id) })
}

export function addFact(fact: CustomerFact): CardChange {
  return (card) =>
    card.facts.some((one) => one.label === fact.label && one.value === fact.value)
      ? card
      : { ...card, facts: [...card.facts, fact] }
}

export function changeFact(id: CustomerFact['factId'], changes: Partial<CustomerFact>): CardChange {
  return (card) => ({ ...card, facts: card.facts.map((fact) => (fact.factId === id ? { ...fact, ...changes } : fact)) })
}

export function removeFact(id: CustomerFact['factId']): CardChange {
  return (card) => ({ ...card, facts: card.facts.filter((fact) => fact.factId !== id) })
}

export function closeTask(id: CustomerCard['openTasks'][number]['taskId']): CardChange {
  return (card) => ({ ...card, openTasks: card.openTasks.filter((task) => task.taskId !== id) })
}

export function addTag(tag: string): CardChange {
  return (card) =>
    card.tags.some((one) => one.toLowerCase() === tag.toLowerCase()) ? card : { ...card, tags: [...card.tags, tag] }
}

export function removeTag(tag: string): CardChange {
  return (card) => ({ ...card, tags: card.tags.filter((one) => one !== tag) })
}

export function changeTerritory(territory: Territory): CardChange {
  return (card) => ({ ...card, territory })
}

export function changeAddress(id: Address['addressId'], changes: Partial<Address>): CardChange {
  return (card) => ({
    ...card,
    addresses: card.addresses.map((address) => {
      if (address.addressId === id) return { ...address, ...changes }
      return changes.primary ? { ...address, primary: false } : address
    }),
  })
}

export function removeAddress(id: Address['addressId']): CardChange {
  return (card) => ({ ...card, addresses: card.addresses.filter(({ addressId }) => addressId !== id) })
}

export function removeRelation(id: Relation['relationId']): CardChange {
  return (card) => ({ ...card, relations: card.relations.filter(({ relationId }) => relationId !== id) })
}

export const unchanged: CardChange = (card) => card

/** `Cat: Whiskers` → label and value; without a colon it is a value under `defaultLabel`. */
export function readFact(typed: string, defaultLabel: string): { label: string; value: string } | undefined {
  const text = typed.trim()
  if (!text) return undefined
  const colon = text.indexOf(':')
  const label = colon > 0 && colon <= 60 ? text.slice(0, colon).trim() : ''
  if (!label) return { label: defaultLabel, value: text.slice(0, 300) }
  return {
    label,
    value: text
      .slice(colon + 1)
      .trim()
      .slice(0, 300),
  }
}
