import { mkdirSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'
import { makePutsDurable, type PouchKind } from './pouch.ts'
import { toolPackage } from './tools.ts'

/** PouchDB's own server, on its default store on disk. */
type Express = () => { use(path: string, handler: unknown): void; listen(port: number, host: string, ready: () => void): Server }
const [folder = '', durable = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
if (durable === 'true') makePutsDurable()
const Pouch = toolPackage<PouchKind>('pouchdb').defaults({ prefix: `${folder}/` })
const app = toolPackage<Express>('express')()
const serve = toolPackage<(kind: PouchKind, options: object) => unknown>('express-pouchdb')
app.use('/', serve(Pouch, { mode: 'minimumForPouchDB', inMemoryConfig: true }))
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
