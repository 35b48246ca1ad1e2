import { z } from 'zod'
import { role } from './role.ts'

const id = z.string().min(1).max(64)

/** Who is signed in, as the interface knows them. */
export const signedInUser = z.object({
  userId: id,
  login: z.string().max(100),
  name: z.string().max(200),
  role,
  officeId: id.optional(),
  /** A new password must be chosen before anything else. */
  mustChangePassword: z.boolean(),
  secondFactor: z.boolean(),
})
export type SignedInUser = Readonly<z.infer<typeof signedInUser>>

/** A user in the administrator's list. */
export const userRecord = z.object({
  userId: id,
  login: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  role,
  active: z.boolean(),
  officeId: id.optional(),
  teamId: id.optional(),
  territoryIds: z.array(id).max(500),
  homeTerritoryId: id.optional(),
  secondFactor: z.boolean(),
  /** Present while sign-in is locked after wrong passwords. */
  lockedUntilMs: z.number().int().optional(),
  lastSignInAtMs: z.number().int().optional(),
})
export type UserRecord = Readonly<z.infer<typeof userRecord>>

/** What an administrator gives for a new user, or changes of one. */
export const userDraft = userRecord.pick({
  login: true,
  name: true,
  role: true,
  active: true,
  officeId: true,
  teamId: true,
  territoryIds: true,
  homeTerritoryId: true,
})
export type UserDraft = Readonly<z.infer<typeof userDraft>>

/** What is absent stays; null takes an office, a team or a home away. */
export const userChanges = userDraft.partial().extend({
  officeId: id.nullable().optional(),
  teamId: id.nullable().optional(),
  homeTerritoryId: id.nullable().optional(),
})
export type UserChanges = Readonly<z.infer<typeof userChanges>>

/** A desktop that somebody has signed in on; `wipe`: it deletes its copy at its next contact. */
export const deviceRecord = z.object({
  deviceId: id,
  userId: id,
  userName: z.string().max(200),
  name: z.string().max(200),
  appVersion: z.string().max(40),
  firstSeenAtMs: z.number().int(),
  lastSeenAtMs: z.number().int(),
  online: z.boolean(),
  status: z.enum(['active', 'revoked', 'wipe-asked', 'wiped']),
})
export type DeviceRecord = Readonly<z.infer<typeof deviceRecord>>

export const sessionRecord = z.object({
  sessionId: id,
  deviceId: id,
  deviceName: z.string().max(200),
  startedAtMs: z.number().int(),
  lastUsedAtMs: z.number().int(),
  address: z.string().max(100),
  current: z.boolean(),
})
export type SessionRecord = Readonly<z.infer<typeof sessionRecord>>

/** Names for the pickers of the users' form. */
export const namedId = z.object({ id, name: z.string().max(200) })
