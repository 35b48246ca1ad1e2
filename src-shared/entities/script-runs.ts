import { scriptRun } from '../domain/script/script.ts'
import { defineEntity, integer, json, text } from './define-entity.ts'

/** The answers of one call; its id is the interaction's. */
export const scriptRuns = defineEntity('script_runs', {
  scriptId: text(64),
  run: json(scriptRun),
  updatedAtMs: integer(),
})
