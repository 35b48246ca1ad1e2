import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DebianMirror, findDebianMirror } from './debian-mirror.ts'
import { type PbxImage, readPbxImage } from './pbx-image.ts'
import { runCommand } from './run-command.ts'

export const defaultPbxDir = fileURLToPath(new URL('../../.cache/pbx', import.meta.url))

export interface EnsurePbxOptions {
  /** Default `.cache/pbx` of the repository. */
  readonly cacheDir?: string
  /** Gets one line a step. */
  readonly say: (line: string) => void
  /** Tried in this order; default Asterisk 22 of sid, then Asterisk 16 of bullseye. */
  readonly releases?: readonly PbxImage['release'][]
}

/**
 * The test bed's Asterisk, installed into `cacheDir` when it is not there: Debian's packages with all that they depend on,
 * checked by apt's signatures, unpacked beside the system and never installed into it. Throws with what to do where none can be had.
 */
export async function ensurePbx({
  cacheDir = defaultPbxDir,
  say,
  releases = ['sid', 'bullseye'],
}: EnsurePbxOptions): Promise<PbxImage> {
  const home = path.join(cacheDir, 'asterisk')
  const present = await readPbxImage(home)
  if (present !== undefined && releases.includes(present.release)) return present

  await mkdir(cacheDir, { recursive: true })
  await removeLeftovers(cacheDir)
  const problems: string[] = []
  const mirror = await findDebianMirror().catch((error: Error) => {
    problems.push(error.message)
  })
  for (const release of mirror === undefined ? [] : releases) {
    const work = path.join(cacheDir, `.work-${process.pid}-${release}`)
    try {
      return await install(mirror as DebianMirror, release, work, home, say)
    } catch (error) {
      problems.push(`${release}: ${(error as Error).message}`)
      say(`Asterisk of ${release} cannot be had: ${(error as Error).message.split('\n').at(-1)}`)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }
  throw new Error(
    `No Asterisk for the tests: ${problems.join('; ')}\n` +
      'It is taken from Debian packages: run the tests on Debian 12 or later with a working apt mirror (root is not needed).',
  )
}

async function install(
  mirror: DebianMirror,
  release: PbxImage['release'],
  work: string,
  home: string,
  say: (line: string) => void,
): Promise<PbxImage> {
  const startedMs = performance.now()
  const root = path.join(work, 'root')
  await rm(work, { recursive: true, force: true })
  await mkdir(root, { recursive: true })
  const apt = await prepareApt(mirror, release, work)

  say(`Asterisk: reading the package lists of Debian ${release}`)
  await twice(() => runCommand('apt-get', [...apt, 'update', '--error-on=any'], { timeoutMs: 180_000 }))
  say('Asterisk: fetching its packages (about 80 MB)')
  const install = [
    ...apt,
    '--download-only',
    '--yes',
    '--no-install-recommends',
    'install',
    'asterisk',
    'asterisk-moh-opsound-gsm',
  ]
  await twice(() => runCommand('apt-get', install, { timeoutMs: 600_000 }))

  const archives = path.join(work, 'apt/cache/archives')
  const packages = (await readdir(archives)).filter((name) => name.endsWith('.deb'))
  say(`Asterisk: unpacking ${packages.length} packages`)
  for (const name of packages) {
    await runCommand('dpkg-deb', ['--extract', path.join(archives, name), root], { timeoutMs: 120_000 })
  }
  for (const unused of ['doc', 'man', 'locale', 'info'])
    await rm(path.join(root, 'usr/share', unused), { recursive: true, force: true })
  await writeFile(path.join(root, 'RELEASE'), release)
  if ((await readPbxImage(root)) === undefined) throw new Error('the unpacked Asterisk does not start')

  await rm(home, { recursive: true, force: true })
  await rename(root, home).catch(() => undefined)
  // Another process may have been faster; its tree is as good as ours.
  const image = await readPbxImage(home)
  if (image === undefined) throw new Error(`cannot put Asterisk into ${home}`)
  say(`Asterisk ${image.version} is ready (${Math.round((performance.now() - startedMs) / 1000)} s)`)
  return image
}

/** Arguments that give apt a world of its own: an empty system, so that every dependency is fetched, and one release. */
async function prepareApt(mirror: DebianMirror, release: string, work: string): Promise<string[]> {
  const apt = path.join(work, 'apt')
  for (const dir of ['sources.list.d', 'preferences.d', 'trusted.gpg.d', 'lists/partial', 'cache/archives/partial']) {
    await mkdir(path.join(apt, dir), { recursive: true })
  }
  await writeFile(path.join(apt, 'status'), '')
  await writeFile(path.join(apt, 'sources.list'), `deb [signed-by=${mirror.keyring}] ${mirror.uri} ${release} main\n`)
  const settings = {
    'Dir::Etc::SourceList': path.join(apt, 'sources.list'),
    'Dir::Etc::SourceParts': path.join(apt, 'sources.list.d'),
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': path.join(apt, 'preferences.d'),
    'Dir::State': apt,
    'Dir::State::Lists': path.join(apt, 'lists'),
    'Dir::State::status': path.join(apt, 'status'),
    'Dir::State::extended_states': path.join(apt, 'extended_states'),
    'Dir::Cache': path.join(apt, 'cache'),
    'Dir::Cache::Archives': path.join(apt, 'cache/archives'),
    'Dir::Log': apt,
    // The folder may lie in a home that apt's own user cannot enter.
    'APT::Sandbox::User': 'root',
    // A mirror that lags has an expired Release file; signatures are checked all the same.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
  }
  return ['--quiet', '--quiet', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])]
}

async function twice<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch {
    return attempt()
  }
}

/** Half-made trees of processes that are gone. */
async function removeLeftovers(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const pid = /^\.work-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(cacheDir, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const image = await ensurePbx({ say: (line) => console.log(line) })
    console.log(`Asterisk ${image.version} of Debian ${image.release} in ${image.root}`)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
