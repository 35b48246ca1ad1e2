import { z } from 'zod'
import { signedInUser } from './user.ts'

/**
 * Whether somebody is signed in at this desktop.
 * - `no-server`: the desktop stands alone (demo or a single place); nobody signs in
 * - `signed-out`: the sign-in page is shown; nothing else is open
 * - `signed-in`: `offline` when it was the local copy that knew the password
 */
export const sessionState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-server') }),
  z.object({
    kind: z.literal('signed-out'),
    server: z.string().max(300),
    /** People who have a copy here and may sign in offline. */
    known: z.array(z.object({ login: z.string().max(100), name: z.string().max(200), offlineUntilMs: z.number().int() })).max(50),
    /** This system has no protected storage for keys: the password is asked at each start. */
    keyStorage: z.enum(['system', 'password']),
    oidc: z.boolean(),
    /**
     * The server has let somebody in, and the key of their copy is still to come through the password's field (`signIn` again):
     * - `old-password`: the copy is locked with the password before the present one, and may hold work that was not sent.
     *   Without it `session.setCopyAside` begins another copy
     * - `passphrase`: of somebody who signs in at the provider, where this system keeps no keys; `new-passphrase`: their first
     */
    asks: z.object({ what: z.enum(['old-password', 'passphrase', 'new-passphrase']), login: z.string().max(100) }).optional(),
    /** Why they were signed out, where it was not their wish. `damaged`: what was kept of an account could not be read. */
    reason: z.enum(['expired', 'revoked', 'wiped', 'rights-changed', 'damaged']).optional(),
  }),
  z.object({
    kind: z.literal('signed-in'),
    user: signedInUser,
    offline: z.boolean(),
    offlineUntilMs: z.number().int(),
    deviceId: z.string().max(64),
    server: z.string().max(300),
  }),
])
export type SessionState = Readonly<z.infer<typeof sessionState>>
