import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Disposition, disposition } from '#shared/domain/disposition/disposition.ts'
import { type Queue, queue } from '#shared/domain/queue/queue.ts'
import { type Script, script } from '#shared/domain/script/script.ts'

/** What comes with the product and is edited by an administrator: the files below `resources/`. */
export interface Catalogue {
  readonly queues: readonly Queue[]
  readonly dispositions: readonly Disposition[]
  readonly scripts: readonly Script[]
}

/** From the source and from `out/main` alike, resources are two folders up. */
const defaultResources = new URL('../../resources/', import.meta.url)

/** Throws with the reason when a file is damaged. `resources` ends in a slash. */
export function readCatalogue(resources: URL = defaultResources): Catalogue {
  const read = <T>(path: string, schema: z.ZodType<T>): T =>
    schema.parse(JSON.parse(readFileSync(new URL(path, resources), 'utf8')))
  const scriptFiles = readdirSync(new URL('scripts/', resources)).filter((name) => name.endsWith('.json'))
  return {
    queues: read('queues.json', z.array(queue)),
    dispositions: read('dispositions.json', z.array(disposition)),
    scripts: scriptFiles.sort().map((name) => read(`scripts/${name}`, script)),
  }
}
