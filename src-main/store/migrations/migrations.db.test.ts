import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callBackOutcomes } from '#shared/domain/call/call-outcome.ts'
import { type Column, columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { openWriteConnection, type WriteConnection } from '../connection.ts'
import { wantsCallBack } from '../queries/calls.ts'
import { createEntities } from './create-entities.ts'
import { deviceValues } from './device-values.ts'
import { indexLookUps, lookUpIndexes } from './index-look-ups.ts'
import { localColumns } from './keep-copy.ts'
import { migrations } from './list.ts'
import { type Migration, migrate, NewerDatabase } from './migrate.ts'
import { searchNames } from './search-names.ts'
import { shareWithServer } from './share-with-server.ts'

let dir: string
let database: WriteConnection

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dzvin-migrations-'))
  database = openWriteConnection(join(dir, 'test.db'))
})
afterEach(() => {
  database.close()
  rmSync(dir, { recursive: true })
})

const sqliteType = { text: 'TEXT', integer: 'INTEGER', real: 'REAL', boolean: 'INTEGER', json: 'TEXT' } as const

describe('the migrated schema', () => {
  it.each(Object.keys(entities) as EntityName[])('has the table of %s as its entity says', (name) => {
    migrate(database, migrations, 1)
    const expected = Object.entries<Column>(entities[name].columns).map(([field, column]) => ({
      name: columnName(field),
      type: sqliteType[column.type],
      notnull: column.nullable ? 0 : 1,
    }))
    // Generated columns, which are local, are not in table_info.
    const found = database.prepare<[], { name: string }>(`SELECT name, type, "notnull" FROM pragma_table_info('${name}')`).all()
    const byName = (left: { name: string }, right: { name: string }) => left.name.localeCompare(right.name)
    const local = localColumns.map((column) => ({ name: column, type: 'INTEGER', notnull: 1 }))
    expect(found.toSorted(byName)).toEqual([{ name: 'id', type: 'TEXT', notnull: 1 }, ...expected, ...local].toSorted(byName))
  })

  it('has the same call-back outcomes as the domain', () => {
    const listed = callBackOutcomes.map((outcome) => `'${outcome}'`).join(', ')
    expect(wantsCallBack).toContain(`outcome IN (${listed})`)
    expect(lookUpIndexes.interactions_missed).toContain(`outcome IN (${listed})`)
  })
})

describe('each migration', () => {
  const objects = () => database.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all()

  it('create-entities and share-with-server make one table an entity', () => {
    migrate(database, [createEntities, shareWithServer], 1)
    expect(objects()).toEqual(expect.arrayContaining(Object.keys(entities)))
  })

  it('keep-copy gives each row its revision, place and round, and adds the tables of sync', () => {
    migrate(database, [createEntities, indexLookUps, searchNames, deviceValues, shareWithServer], 1)
    database.prepare(`INSERT INTO products (id, name) VALUES ('p', '{}')`).run()
    expect(migrate(database, migrations, 2)).toEqual(['keep-copy', 'index-details'])
    expect(database.prepare('SELECT id, rev, place, round FROM products').all()).toEqual([
      { id: 'p', rev: 0, place: 0, round: 0 },
    ])
    expect(objects()).toEqual(expect.arrayContaining(['outbox', 'shadow', 'copies', 'places', 'chores', 'sync_state']))
  })

  it('index-look-ups makes the named indexes and turns a number around', () => {
    migrate(database, [createEntities, indexLookUps], 1)
    expect(objects()).toEqual(expect.arrayContaining(Object.keys(lookUpIndexes)))
    const insert = database.prepare(
      `INSERT INTO contact_points (id, customer_id, kind, value, label, "primary") VALUES (?, 'c', 'phone', ?, 'mobile', 1)`,
    )
    insert.run('a', '+380671234567')
    insert.run('b', '103')
    const tails = database.prepare('SELECT reversed_tail FROM contact_points ORDER BY id').pluck().all()
    expect(tails).toEqual(['7654321760', '301'])
  })

  it('search-names makes an index that finds, replaces and forgets', () => {
    migrate(database, [searchNames], 1)
    const put = database.prepare('INSERT OR REPLACE INTO name_search (rowid, words) VALUES (?, ?)')
    const find = database.prepare('SELECT rowid FROM name_search WHERE name_search MATCH ?').pluck()
    put.run(7, 'olena kovalcuk')
    expect(find.all('"koval"*')).toEqual([7])
    put.run(7, 'olena petrenko')
    expect(find.all('"koval"*')).toEqual([])
    expect(find.all('"petr"*')).toEqual([7])
    database.prepare('DELETE FROM name_search WHERE rowid = 7').run()
    expect(find.all('"olena"')).toEqual([])
  })

  it('device-values makes the tables that stay on this device', () => {
    migrate(database, [deviceValues], 1)
    expect(objects()).toEqual(expect.arrayContaining(['device_values', 'row_counts', 'store_state']))
  })
})

describe('migrate', () => {
  it('applies what is missing, once, and keeps the rows', () => {
    expect(migrate(database, [createEntities], 1)).toEqual(['create-entities'])
    database.prepare(`INSERT INTO products (id, name) VALUES ('p', '{}')`).run()
    expect(migrate(database, migrations, 2)).toEqual(migrations.slice(1).map((migration) => migration.name))
    expect(migrate(database, migrations, 3)).toEqual([])
    expect(database.prepare('SELECT count(*) FROM products').pluck().get()).toBe(1)
  })

  it('leaves nothing behind when one fails', () => {
    const broken: Migration = {
      name: 'broken',
      up: (connection) => void connection.exec('CREATE TABLE half (a); SELECT nonsense'),
    }
    expect(() => migrate(database, [deviceValues, broken], 1)).toThrow('nonsense')
    expect(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0)
  })

  it('refuses a database of a newer version', () => {
    migrate(database, [...migrations, { name: 'from-the-future', up: () => undefined }], 1)
    expect(() => migrate(database, migrations, 2)).toThrow(NewerDatabase)
  })
})
