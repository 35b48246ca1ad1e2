import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Account } from '#shared/ports/account.ts'
import { desktopAtServer, olena } from './desktop-at-server.ts'

export type Computer = Awaited<ReturnType<typeof desktopAtServer>>

/** A computer that is cleared away after the test. */
export async function computer(options: Parameters<typeof desktopAtServer>[0] = {}): Promise<Computer> {
  const made = await desktopAtServer(options)
  onTestFinished(made.end)
  return made
}

export async function started(at: Computer, more: Parameters<Computer['start']>[0] = {}): Promise<Account> {
  const account = await at.start(more)
  onTestFinished(() => account.dispose())
  return account
}

/** Ends the desktop as a person does, its copy closed with nothing left to send unless said otherwise. */
export async function ended(account: Account, owes = false): Promise<void> {
  const open = account.open.get()
  if (open) await account.copyClosed(open, owes)
  await account.dispose()
}

export async function signedIn(at: Computer, who: { login: string; password: string } = olena): Promise<Account> {
  const account = await started(at)
  expect(await account.signIn(who)).toEqual({ ok: true, value: undefined })
  return account
}

/** Signed in, with something in the copy's folder. */
export async function withCopy(at: Computer) {
  const account = await signedIn(at)
  const open = account.open.get()!
  await mkdir(open.folder)
  await writeFile(join(open.folder, 'dzvin.db'), 'all customers')
  return { account, open }
}

export function keyOf(account: Account): string {
  return Buffer.from(account.open.get()?.key ?? []).toString('hex')
}

/** Of the one person who has a copy here. */
export async function accountFile(at: Computer): Promise<string> {
  const [server] = await readdir(join(at.dir, 'copies'))
  const folder = join(at.dir, 'copies', server ?? '')
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.json'))
  return join(folder, name ?? 'none')
}
