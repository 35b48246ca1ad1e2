import { randomInt } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { role } from '#shared/domain/people/role.ts'
import { demoPeople } from './people.ts'

const demoAccount = z.object({ userId: z.string(), login: z.string(), name: z.string(), role, password: z.string() })
/** Somebody of the demo who can sign in, with the password in clear: it is made at the first start and protects made-up data. */
export type DemoAccount = Readonly<z.infer<typeof demoAccount>>

/** Two operators, so that two desktops can be seen to work together. */
const withAccount = ['operator1', 'operator2', 'supervisor1', 'field1', 'analyst1', 'admin1']
/** Without those that look alike. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const passwordLength = 14
const fileName = 'demo-accounts.json'

export function makeAccounts(): DemoAccount[] {
  return demoPeople
    .filter(({ fields }) => withAccount.includes(fields.login))
    .map(({ id, fields: { login, name, role } }) => ({ userId: id, login, name, role, password: makePassword() }))
}

function makePassword(): string {
  return Array.from({ length: passwordLength }, () => letters[randomInt(letters.length)]).join('')
}

/** So that the next start can sign its desktop in again. Readable by this user alone. */
export function keepAccounts(dataDir: string, accounts: readonly DemoAccount[]): void {
  const path = join(dataDir, fileName)
  writeFileSync(path, `${JSON.stringify(accounts, undefined, 2)}\n`, { mode: 0o600 })
  // The mode above is only that of a new file.
  chmodSync(path, 0o600)
}

/** Empty when this server was not seeded, or its file is damaged. */
export function readAccounts(dataDir: string): DemoAccount[] {
  try {
    return z.array(demoAccount).parse(JSON.parse(readFileSync(join(dataDir, fileName), 'utf8')))
  } catch {
    return []
  }
}
