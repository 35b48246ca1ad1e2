import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { tryCommand } from './run-command.ts'

/** An Asterisk unpacked in a folder with all of its libraries: needs nothing of the machine but its kernel. */
export interface PbxImage {
  /** `22.10.1` */
  readonly version: string
  readonly release: 'sid' | 'bullseye'
  /** Debian's folder tree. */
  readonly root: string
  /** What to put before Asterisk's own arguments. */
  readonly command: readonly [string, ...string[]]
  readonly modulesDir: string
  readonly dataDir: string
  /** Can translate Opus to the trunk's codecs. */
  readonly opus: boolean
}

/**
 * Finds the parts of an unpacked tree and runs it once. It is started through its own dynamic loader, so neither a chroot
 * nor root is needed and the machine's libraries are not touched. Undefined when the tree is missing or broken.
 */
export async function readPbxImage(root: string): Promise<PbxImage | undefined> {
  const libraryDirs: string[] = []
  for (const base of ['usr/lib', 'lib']) {
    const names = await readdir(path.join(root, base)).catch(() => [])
    libraryDirs.push(
      path.join(root, base),
      ...names.filter((name) => name.endsWith('-linux-gnu')).map((name) => path.join(root, base, name)),
    )
  }
  const loader = await findIn(libraryDirs, (name) => /^ld-linux.*\.so\.\d+$/.test(name))
  const modulesDir = [...libraryDirs].map((dir) => path.join(dir, 'asterisk/modules')).find((dir) => existsSync(dir))
  const release = await readFile(path.join(root, 'RELEASE'), 'utf8').catch(() => '')
  if (loader === undefined || modulesDir === undefined || (release !== 'sid' && release !== 'bullseye')) return undefined
  const command = [loader, '--library-path', libraryDirs.join(':'), path.join(root, 'usr/sbin/asterisk')] as const
  const answer = await tryCommand(command[0], [...command.slice(1), '-V'], { timeoutMs: 20_000 }).catch(() => undefined)
  const version = /^Asterisk (\d+\.\d+\.\d+)/.exec(answer?.stdout ?? '')?.[1]
  if (version === undefined) return undefined
  return {
    version,
    release,
    root,
    command: [...command],
    modulesDir,
    dataDir: path.join(root, 'usr/share/asterisk'),
    opus: existsSync(path.join(modulesDir, 'codec_opus_open_source.so')) || existsSync(path.join(modulesDir, 'codec_opus.so')),
  }
}

async function findIn(dirs: readonly string[], wanted: (name: string) => boolean): Promise<string | undefined> {
  for (const dir of dirs) {
    const name = (await readdir(dir).catch(() => [])).find(wanted)
    if (name !== undefined) return path.join(dir, name)
  }
  return undefined
}
