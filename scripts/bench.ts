import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** `npm run bench <name>`: runs tests/bench/<name>.ts, which prints its own figures. */
const folder = join(import.meta.dirname, '../tests/bench')
const [name = '', ...rest] = process.argv.slice(2)
const script = join(folder, `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file)) : []
  console.error(`Which benchmark? ${names.map((file) => file.replace('.ts', '')).join(', ') || 'none is there yet'}`)
  process.exit(1)
}
process.argv = [process.argv[0]!, script, ...rest]
await import(script)
