import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { runCommand } from './run-command.ts'

/** Where this machine's apt gets Debian from, and the keys that sign it. */
export interface DebianMirror {
  readonly uri: string
  readonly keyring: string
}

const keyrings = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp']

/** Throws, in words for the person at the machine, where this is no Debian. */
export async function findDebianMirror(): Promise<DebianMirror> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '')
  if (!/^ID=debian$/m.test(system)) throw new Error('this machine is not Debian')
  const targets = await runCommand(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT) $(SIGNED_BY)', 'Created-By: Packages'],
    { timeoutMs: 20_000 },
  )
  const mirror = readIndexTargets(targets.stdout, /^VERSION_CODENAME=(\w+)$/m.exec(system)?.[1])
  if (mirror === undefined) throw new Error("apt's sources name no Debian mirror")
  const keyring = [mirror.signedBy, ...keyrings].find((file) => file !== undefined && existsSync(file))
  if (keyring === undefined) throw new Error('the package debian-archive-keyring is not installed')
  return { uri: mirror.uri, keyring }
}

/** The archive proper: `bookworm-security` and `bookworm-updates` live elsewhere and have no other releases beside them. */
function readIndexTargets(text: string, codename: string | undefined): { uri: string; signedBy: string | undefined } | undefined {
  const targets = text
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([uri, release, component]) => uri !== undefined && release !== undefined && component === 'main')
  const target = targets.find(([, release]) => release === codename) ?? targets.find(([, release]) => !release?.includes('-'))
  if (target?.[0] === undefined) return undefined
  return { uri: target[0], signedBy: target[3]?.startsWith('/') ? target[3] : undefined }
}
