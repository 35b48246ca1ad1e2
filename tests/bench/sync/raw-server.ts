import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { toolPackage } from './tools.ts'

/** The raw limit's server: each entity by COPY, as lines of JSON arrays in COPY's text form. No rights, no pages, no resuming. */
interface CopyClient {
  connect(): Promise<void>
  query(stream: Readable): Readable
  end(): Promise<void>
}
const pg = toolPackage<{ Client: new (config: object) => CopyClient }>('pg')
const { to: copyTo } = toolPackage<{ to: (sql: string) => Readable }>('pg-copy-streams')

const [connectionString = ''] = process.argv.slice(2)
const server = createServer((request, response) => {
  const name = new URL(request.url ?? '', 'http://raw').searchParams.get('entity') as EntityName
  const columns = ['id', 'rev', ...Object.keys(entities[name].columns).map((field) => `"${columnName(field)}"`)]
  void send(`COPY (SELECT json_build_array(${columns.join(', ')}) FROM "${name}" ORDER BY id) TO STDOUT`)

  async function send(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString })
    await client.connect()
    await pipeline(client.query(copyTo(sql)), response)
    await client.end()
  }
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
