import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { type CustomerId, customerId as customerIdSchema } from '#shared/domain/ids.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk, DeskServer } from '../desk.ts'
import { settlingChanges } from '../settle-conflicts.ts'
import { refreshCustomer } from '../tab-contents.ts'

type SyncCommands = Extract<keyof Handlers, `sync.${string}` | `conflicts.${string}`>

/** More than anybody has open at once; the list on the page is shorter. */
const mostConflicts = 100_000

/** What waits for the server, what it refused, and what two people changed at once. */
export function syncHandlers(desk: Desk): Pick<Handlers, SyncCommands> {
  const { server, store, clock } = desk
  const ask = async <T>(question: (server: DeskServer) => Promise<Result<T>>) => (server ? question(server) : fail('no-server'))
  /** What was settled here goes out at once. */
  const thenSend = async (answer: Result<undefined>) => {
    if (answer.ok) server?.sync.now()
    return answer
  }

  return {
    'sync.now': () =>
      ask(async ({ sync }) => {
        sync.now()
        return ok()
      }),
    'sync.outgoing': (options) => ask(({ copy }) => listed(copy.outgoing(options))),
    'sync.sendAgain': ({ seq, values }) => ask(async ({ copy }) => thenSend(await copy.sendAgain(seq, values))),
    'sync.discard': ({ seq }) => ask(({ copy }) => copy.discard(seq)),
    'sync.whileAway': () =>
      ask(async ({ copy }) => {
        const news = await copy.whileAway()
        return news.ok ? ok(news.value ?? null) : news
      }),
    'sync.whileAwaySeen': () => ask(({ copy }) => copy.whileAwaySeen()),
    'conflicts.list': (options) => ask(({ copy }) => listed(copy.conflicts(options))),

    'conflicts.settle': ({ conflictIds, choice }) =>
      ask(async ({ copy, user }) => {
        const open = await copy.conflicts({ status: 'open', limit: mostConflicts })
        if (!open.ok) return open
        const asked = new Set(conflictIds)
        const conflicts = open.value.filter(({ conflictId }) => asked.has(conflictId))
        if (conflicts.length < asked.size) return fail('not-found')
        const changes = settlingChanges(conflicts, choice, { userId: user.userId, atMs: clock.epochMs() })
        if (!changes.ok) return changes
        const written = await store.write(changes.value)
        if (!written.ok) return written
        for (const customerId of customersOf(conflicts)) refreshCustomer(desk, customerId)
        return thenSend(ok())
      }),
  }
}

/** The page's list is its own. */
async function listed<T>(answer: Promise<Result<readonly T[]>>): Promise<Result<T[]>> {
  const list = await answer
  return list.ok ? ok([...list.value]) : list
}

function customersOf(conflicts: readonly { readonly customerId?: string | undefined }[]): Set<CustomerId> {
  return new Set(conflicts.flatMap(({ customerId }) => customerIdSchema.safeParse(customerId).data ?? []))
}
