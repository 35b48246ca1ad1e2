import { scriptRun } from '../domain/script/script.ts'
import { nobody, work } from './access.ts'
import { defineEntity, integer, json, text, within } from './define-entity.ts'

/** The answers of one call; its id is the interaction's. */
export const scriptRuns = defineEntity(
  'script_runs',
  { ...work, within: within('interactions', 'id'), remove: nobody },
  {
    scriptId: text(64),
    run: json(scriptRun),
    updatedAtMs: integer(),
  },
)
