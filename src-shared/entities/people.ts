import { z } from 'zod'
import { allRoles, role } from '../domain/people/role.ts'
import { nobody } from './access.ts'
import { type Access, boolean, defineEntity, everyone, json, oneOf, optional, text } from './define-entity.ts'

/** Kept by administrators through the server's own door, not by mutations; every desktop reads them. */
const directory: Access = { within: everyone, see: allRoles, create: nobody, change: nobody, remove: nobody }
const ids = z.array(z.string().min(1).max(64)).max(500)

export const territories = defineEntity('territories', directory, { name: text(200) })
export const offices = defineEntity('offices', directory, { name: text(200), city: optional(text(100)) })
export const teams = defineEntity('teams', directory, { name: text(200), officeId: optional(text(64)) })

/** People as their colleagues know them; what is secret about them is not an entity and never leaves the server. */
export const users = defineEntity('users', directory, {
  login: text(100),
  name: text(200),
  role: oneOf(role.options as ['operator', 'supervisor', 'field-office', 'analyst', 'administrator']),
  active: boolean(),
  officeId: optional(text(64)),
  teamId: optional(text(64)),
  territoryIds: json(ids),
  /** Where rows of theirs belong that have no customer. */
  homeTerritoryId: optional(text(64)),
})
