import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedServer } from '#demo/server/seed-server.ts'
import { type EmbeddedDatabase, openEmbedded } from '#server/store/embedded.ts'
import { migrations } from '#server/store/migrations/list.ts'
import { migrate } from '#server/store/migrations/migrate.ts'
import { columnName, type Entity } from '#shared/entities/define-entity.ts'
import { entities } from '#shared/entities/entities.ts'

const customers = 300
const nowMs = Date.UTC(2026, 10, 21, 12)

describe('a server with demo data, on the embedded database', () => {
  let database: EmbeddedDatabase
  let seeded: Awaited<ReturnType<typeof seedServer>>
  const seed = () =>
    seedServer({ database, customers, seed: 1, nowMs, hashPassword: async (password) => `hash of ${password.length} letters` })

  beforeAll(async () => {
    database = await openEmbedded({ transactionTimeoutMs: 30_000 })
    await migrate(database, migrations, nowMs)
    seeded = await seed()
  }, 60_000)
  afterAll(() => database.close())

  it('has rows of every entity, each with a revision of its own and values that its schema allows', async () => {
    const revisions: number[] = []
    for (const entity of Object.values(entities) as readonly Entity[]) {
      if (entity.access.within.kind === 'server') continue
      const rows = await database.query<{ rev: number; territory_id: string | null }>(`SELECT * FROM "${entity.name}"`)
      expect(rows.length, entity.name).toBeGreaterThan(0)
      for (const row of rows) {
        revisions.push(row.rev)
        if (entity.access.within.kind === 'everyone') expect(row.territory_id, entity.name).toBeNull()
        else expect(row.territory_id, entity.name).toMatch(/^territory-[1-6]$/)
        const value = (field: string): unknown => Reflect.get(row, columnName(field))
        const bad = Object.entries(entity.columns).filter(([field, { schema }]) => !schema.safeParse(value(field)).success)
        expect(bad.map(([field]) => `${entity.name}.${field}: ${JSON.stringify(value(field))}`)).toEqual([])
      }
    }
    expect(revisions.length).toBe(seeded.rows)
    expect(new Set(revisions).size).toBe(revisions.length)
  })

  it('lets those in who were told, and tells the feed nothing', async () => {
    const accounts = await database.query<{ user_id: string }>('SELECT user_id FROM accounts JOIN users ON users.id = user_id')
    expect(accounts.map(({ user_id }) => user_id).sort()).toEqual(seeded.accounts.map(({ userId }) => userId).sort())
    expect(await database.query('SELECT 1 FROM feed')).toEqual([])
  })

  it('is not seeded twice', async () => {
    const count = () => database.query('SELECT count(*) FROM customers')
    const before = await count()
    await expect(seed()).rejects.toThrow()
    expect(await count()).toEqual(before)
  })
})
