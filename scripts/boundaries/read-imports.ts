import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** A module's imports as written, types and dynamic ones too. `code`: its text without comments. */
export interface ModuleImports {
  readonly specifiers: readonly string[]
  /** Imports of something computed: nobody can check those. */
  readonly computed: number
  readonly code: string
}

export function readImports(path: string): ModuleImports {
  const text = readFileSync(path, 'utf8')
  const { module, program, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
    ),
    ...typeImports(program),
  ]
  let computed = 0
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end).trim())
    if (literal?.[2]) specifiers.push(literal[2])
    else computed += 1
  }
  let code = text
  for (const { start, end } of comments) code = code.slice(0, start) + ' '.repeat(end - start) + code.slice(end)
  return { specifiers: [...new Set(specifiers)], computed, code }
}

/** `import('x').Y` in a type is in no list of the parser: found in the tree. */
function typeImports(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(typeImports)
  if (typeof node !== 'object' || node === null) return []
  const own =
    'type' in node && node.type === 'TSImportType' && 'source' in node ? [String((node.source as { value: unknown }).value)] : []
  return [...own, ...Object.values(node).flatMap(typeImports)]
}
