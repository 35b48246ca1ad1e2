import { z } from 'zod'
import { deviceRecord, namedId, sessionRecord, signedInUser, userChanges, userDraft, userRecord } from '../domain/people/user.ts'

/*
 * The doors, beside those that are told of below. All but the open ones want `Authorization: Bearer <access token>`.
 *
 * open      GET  /api/about · POST /api/sign-in, /api/refresh, /api/oidc/begin, /api/oidc/claim
 * own       POST /api/sign-out, /api/password, /api/second-factor/begin, /confirm, /remove · GET /api/me, /api/sessions
 *           DELETE /api/sessions/:id · POST /api/device/wiped (with the last token, also one that ran out)
 * managers  GET  /api/users, /api/places, /api/devices, /api/quarantine · POST /api/quarantine
 * admins    POST /api/users · PATCH /api/users/:id · POST /api/users/:id/password, /api/users/:id/second-factor/remove
 *           POST /api/places · DELETE /api/places/:kind/:id · POST /api/devices/:id
 *           GET  /api/audit/check, /api/audit/export (NDJSON)
 *
 * Where nothing is named to come back, it is `{}`.
 */

const id = z.string().min(1).max(64)
const ms = z.number().int()
const token = z.string().min(16).max(2_000)

/** The desktop that signs in: its own id (made once a copy), and words to know it by in the list of devices. */
export const thisDevice = z.object({ id, name: z.string().max(200), appVersion: z.string().max(40) })

export const passwordRule = { min: 10, max: 200 } as const
export const newPassword = z.string().min(passwordRule.min).max(passwordRule.max)

/** `POST /api/sign-in` */
export const signInRequest = z.object({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(passwordRule.max),
  /** Six digits, when the account has a second factor. */
  code: z.string().max(10).optional(),
  device: thisDevice,
})

/** Of sign-in, of `POST /api/refresh` `{refreshToken}` and of `POST /api/oidc/claim`. */
export const signedIn = z.object({
  user: signedInUser,
  /** Bearer token, about ten minutes. */
  accessToken: token,
  accessUntilMs: ms,
  /** Good once; used a second time it ends the whole session (reuse detection). */
  refreshToken: token,
  /** Sign-in without the server works until then. */
  offlineUntilMs: ms,
  serverMs: ms,
})
export type SignedIn = Readonly<z.infer<typeof signedIn>>

/** `POST /api/refresh` */
export const refreshRequest = z.object({ refreshToken: token })

/** `POST /api/password`: ends the other sessions of this person. */
export const passwordChange = z.object({ current: z.string().min(1).max(passwordRule.max), next: z.string().max(1_000) })

/** Body of 401, 403, 409, 422 and 429 of `/api`. Nothing in it tells whether a login exists. */
export const accountProblem = z.object({
  problem: z.enum([
    'wrong-credentials',
    'code-needed',
    'code-wrong',
    /** 429, with `retryAfterMs`: too many wrong tries. */
    'locked',
    'unauthenticated',
    /** 403: a new password must be chosen before anything else. */
    'password-first',
    'forbidden',
    'revoked',
    'wipe',
    'password-weak',
    'login-taken',
    'last-administrator',
    'not-found',
    /** 409, with what has it as `field`: `users`, `teams`, `customers`, or `records` of another kind. */
    'place-in-use',
    'malformed',
    'oidc-off',
    'oidc-pending',
    'oidc-failed',
    'unavailable',
  ]),
  retryAfterMs: ms.optional(),
  field: z.string().max(60).optional(),
})
export type AccountProblem = Readonly<z.infer<typeof accountProblem>>

/** `GET /api/about`, open to all: what the sign-in page must know. */
export const about = z.object({
  product: z.literal('dzvin'),
  version: z.string().max(40),
  protocol: z.object({ oldest: z.number().int(), newest: z.number().int() }),
  oidc: z.object({ name: z.string().max(100) }).nullable(),
  /** The embedded database: for trial and small offices. */
  trial: z.boolean(),
  serverMs: ms,
})

/** `POST /api/oidc/begin` `{device}`: `url` is opened in the system's browser, `ticket` claimed until it answers. */
export const oidcBegun = z.object({ url: z.url().max(2_000), ticket: token })

/** `POST /api/second-factor/begin`; confirmed by `POST /api/second-factor/confirm` `{code}`. */
export const secondFactorBegun = z.object({ uri: z.string().max(500), secret: z.string().max(100) })

export const secondFactorCode = z.object({ code: z.string().min(1).max(10) })
/** Of confirm, shown this once; each is good in place of one code. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string().max(10)).max(20) })

/** `POST /api/oidc/claim`: `oidc-pending` until the person is done in the browser. */
export const oidcClaim = z.object({ ticket: token })
export const oidcBegin = z.object({ device: thisDevice })

/** `POST /api/devices/:id` */
export const deviceAction = z.object({ action: z.enum(['revoke', 'wipe', 'allow']) })

export const placeKind = z.enum(['territory', 'office', 'team'])
export type PlaceKind = z.infer<typeof placeKind>

/** `POST /api/places`: makes one, or replaces what is told of the one of this id. */
export const placeDraft = z.object({
  kind: placeKind,
  id: id.optional(),
  name: z.string().trim().min(1).max(200),
  /** Of an office. */
  city: z.string().trim().max(100).optional(),
  /** Of a team. */
  officeId: id.optional(),
})
export type PlaceDraft = Readonly<z.infer<typeof placeDraft>>

/** Of `POST /api/places`. */
export const savedPlace = z.object({ id })

/** `DELETE /api/places/:kind/:id`: only while nobody and nothing belongs to it, else `place-in-use`. */
export const placeName = z.object({ kind: placeKind, id })

/** `POST /api/quarantine` */
export const quarantineDecision = z.object({ ids: z.array(id).min(1).max(500), action: z.enum(['accept', 'discard']) })

/** Those that could not be settled: gone already, of another territory, or refused also by the rights of whoever accepted. */
export const quarantineDecided = z.object({ left: z.array(id) })

/** `POST /api/users`, `POST /api/users/:id/password`: the one-time password is shown once and must be changed. */
export const oneTimePassword = z.object({ userId: id, password: z.string().max(100) })

export const users = z.array(userRecord)
export const newUser = userDraft
export const userChange = userChanges
export const devices = z.array(deviceRecord)
export const sessions = z.array(sessionRecord)
/** `GET /api/places`: what a user may be given. */
export const places = z.object({
  territories: z.array(namedId),
  offices: z.array(namedId.extend({ city: z.string().max(100).optional() })),
  teams: z.array(namedId.extend({ officeId: id.optional() })),
})

/** `GET /api/audit/export?after=&upTo=`: entries by their number. */
export const auditRange = z.object({
  after: z.coerce.number().int().min(0).optional(),
  upTo: z.coerce.number().int().min(1).optional(),
})

/** `GET /api/audit/check` */
export const auditCheck = z.object({
  entries: z.number().int(),
  ok: z.boolean(),
  /** The first entry that does not fit, and what is wrong with it. */
  broken: z.object({ at: z.number().int(), what: z.enum(['edited', 'deleted', 'reordered', 'truncated']) }).optional(),
  /** Committed, and not yet chained: of the last moments. */
  waiting: z.number().int().min(0).optional(),
  /** Numbers of arrival without an entry: rolled back, or removed before it was chained. */
  gaps: z.number().int().min(0).optional(),
})

/** `GET /api/quarantine`: what revoked people and devices had left to send. */
export const quarantined = z.array(
  z.object({
    id,
    actor: z.string().max(200),
    device: id,
    entity: z.string().max(60),
    row: id,
    kind: z.enum(['create', 'patch', 'delete']),
    fields: z.record(z.string(), z.unknown()),
    reason: z.string().max(60),
    arrivedAtMs: ms,
  }),
)
