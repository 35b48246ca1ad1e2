import { existsSync, readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix, sep } from 'node:path'
import { readImports } from './read-imports.ts'
import { globalHomes, packageHomes, rooms, testPackages } from './table.ts'

export interface BoundaryReport {
  /** Modules that were read: a check of nothing is no check. */
  readonly modules: number
  /** One line each: `file: what it may not`. */
  readonly violations: readonly string[]
}

const tops = ['src-shared', 'src-system', 'src-demo', 'src-main', 'src-renderer', 'src-server']
const aliases: Readonly<Record<string, string>> = {
  '#shared/': 'src-shared/',
  '#system/': 'src-system/',
  '#demo/': 'src-demo/',
  '#main/': 'src-main/',
  '#server/': 'src-server/',
  '#renderer/': 'src-renderer/',
  '#resources/': 'resources/',
}

/** Reads every module of the product below `root` and holds its imports against the table. */
export function findViolations(root: string): BoundaryReport {
  const files = tops.flatMap((top) => listModules(root, top))
  const violations = files.flatMap((file) => {
    const { specifiers, computed, code } = readImports(join(root, file))
    const found = specifiers.flatMap((specifier) => judge(file, specifier) ?? [])
    if (computed > 0) found.push('imports something computed')
    if (!isTest(file)) {
      for (const { words, home } of globalHomes) {
        if (file.startsWith('src-renderer/') && !file.startsWith(home) && words.test(code))
          found.push(`uses what only ${home} may: ${words.exec(code)?.[0]}`)
      }
    }
    return found.map((what) => `${file}: ${what}`)
  })
  return { modules: files.length, violations }
}

/** Why this file may not import that; undefined: it may. */
function judge(file: string, specifier: string): string | undefined {
  const test = isTest(file)
  const room = rooms.filter(({ from }) => fits(file, from)).sort((a, b) => b.from.length - a.from.length)[0]
  // A test's room is checked too; main.ts, main.tsx and the like at the top of the renderer have no room.
  if (!room) return `is in no room of the table (imports ${specifier})`

  const target = localTarget(file, specifier)
  if (target === undefined) return judgePackage(file, specifier, test, room.node)
  const own = ownRoom(file, room.from)
  if (target.startsWith(own) || target === room.from) return undefined
  if (room.may.some((allowed) => fits(target, allowed))) return undefined
  // Tests may reach for fakes and data that span rooms, and a main-process test for a neighbour to stand on.
  if (test && (target.startsWith('tests/') || target.startsWith('resources/') || target.startsWith(`${file.split('/')[0]}/`)))
    return undefined
  return `may not import ${target}`
}

function judgePackage(file: string, specifier: string, test: boolean, node: boolean): string | undefined {
  if (isBuiltin(specifier)) return node || test ? undefined : `may not import Node's ${specifier}`
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (test && testPackages.some((allowed) => name === allowed || (allowed.endsWith('/') && name.startsWith(allowed))))
    return undefined
  const homes = packageHomes[name]
  if (!homes) return `imports ${name}, which has no home in the table`
  return homes.some((home) => file.startsWith(home)) ? undefined : `may not import ${name} (home: ${homes.join(', ')})`
}

/** The repository path that is meant, or undefined for a package. */
function localTarget(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier)
  const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix))
  return alias ? aliases[alias] + specifier.slice(alias.length) : undefined
}

/** `*` stands for one path segment, or a part of one. */
function fits(path: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const end = pattern.endsWith('/') || pattern.endsWith('*') ? '' : '$'
  return new RegExp(`^${parts.join('[^/]+')}${end}`).test(path)
}

/** The room's folder with its `*` filled in: one feature is not another. */
function ownRoom(file: string, from: string): string {
  if (!from.endsWith('/')) return from
  return `${file
    .split('/')
    .slice(0, from.split('/').length - 1)
    .join('/')}/`
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /\/testing\//.test(file)
}

function listModules(root: string, top: string): string[] {
  const folder = join(root, top)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|cts|js|jsx)$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort()
}
