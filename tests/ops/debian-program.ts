import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand, tryCommand } from '../pbx/run-command.ts'

const cache = join(import.meta.dirname, '../../.cache/ops')

/** A program, or why there is none here. */
export type Found = { readonly program: string; readonly why?: never } | { readonly program?: never; readonly why: string }

/** What the machine has installed. */
export async function installedProgram(name: string, versionFlag = '--version'): Promise<Found> {
  const answer = await tryCommand(name, [versionFlag], { timeoutMs: 10_000 }).catch(() => undefined)
  return answer?.code === 0 ? { program: name } : { why: `${name} is not installed` }
}

/** A program of one Debian package of this machine's release, unpacked beside the system without root; kept for the next time. */
export async function debianProgram(name: string, path: string): Promise<Found> {
  const home = join(cache, name)
  const program = join(home, path)
  try {
    if (await runs(program)) return { program }
    await mkdir(cache, { recursive: true })
    const work = await mkdtemp(join(cache, `.${name}-`))
    try {
      await runCommand('apt-get', ['download', name], { cwd: work, timeoutMs: 60_000 })
      const archive = (await readdir(work)).find((file) => file.endsWith('.deb'))
      if (archive === undefined) throw new Error('nothing was fetched')
      await runCommand('dpkg-deb', ['--extract', archive, 'root'], { cwd: work, timeoutMs: 60_000 })
      await rm(home, { recursive: true, force: true })
      await rename(join(work, 'root'), home)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
    return (await runs(program)) ? { program } : { why: `${name} of Debian does not run here` }
  } catch (error) {
    return { why: `${name} cannot be had from Debian: ${String(error).split('\n').at(-1)}` }
  }
}

async function runs(program: string): Promise<boolean> {
  const answer = await tryCommand(program, ['-v'], { timeoutMs: 10_000 }).catch(() => undefined)
  return answer?.code === 0
}
