import { disposition } from '../domain/disposition/disposition.ts'
import { queue } from '../domain/queue/queue.ts'
import { script } from '../domain/script/script.ts'
import { catalogue } from './access.ts'
import { defineEntity, json } from './define-entity.ts'

/** Small tables that are read whole at start and kept in memory; each row is one document. */
export const scripts = defineEntity('scripts', catalogue, { document: json(script, 'ask') })
export const dispositions = defineEntity('dispositions', catalogue, { document: json(disposition) })
export const queues = defineEntity('queues', catalogue, { document: json(queue) })
