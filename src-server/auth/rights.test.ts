import { expect, test } from 'vitest'
import { applyPush } from '#shared/sync/authority/apply-push.ts'
import { MemoryAuthority } from '#shared/sync/authority/testing/memory-authority.ts'
import { entityOf, maskRow, may, sees } from '#shared/sync/rights.ts'
import { pick, randomAsker, randomOf, writeCase } from './testing/rights-cases.ts'
import { isHidden, isHis, maySee } from './testing/rights-oracle.ts'
import { allRows } from './testing/rights-rows.ts'

const seed = Number(process.env.DZVIN_SEED ?? Date.now() % 4_294_967_296)
const rows = allRows()

test(`60,000 tries to write (DZVIN_SEED=${seed}): what may be is taken, nothing else gets in (SYNC-10)`, {
  timeout: 300_000,
}, async () => {
  const random = randomOf(seed)
  const count = { allowed: 0, refused: 0 }
  for (let number = 1; number <= 60_000; number++) {
    const { principal, mutation, allowed, told } = writeCase(random, number)
    const store = new MemoryAuthority()
    for (const row of rows) store.held.set(`${row.entity}/${row.id}`, row)
    const { answer } = await applyPush(
      store,
      principal,
      { protocol: 1, device: 'mine', mutations: [{ ...mutation, seq: 1, base: { epoch: store.epoch, rev: 1 } }] },
      { nowMs: 2_000_000, ids: { next: () => `made-${number}` }, onDefect: (cause) => expect.fail(`${told}: ${cause}`) },
    )
    const outcome = answer.kind === 'pushed' ? answer.answers[0]?.outcome.kind : answer.kind
    const changed = [...store.held.values()].filter((row) => !rows.includes(row))
    if (allowed ? outcome !== 'applied' || changed.length === 0 : outcome === 'applied' || changed.length > 0)
      expect.fail(`${allowed ? 'allowed' : 'forbidden'}, but ${outcome} with ${changed.length} rows changed: ${told}`)
    for (const row of changed) {
      const was = rows.find(({ entity, id }) => entity === row.entity && id === row.id)
      if (
        !isHis({ role: principal.role, territories: [...principal.territories] }, row.territory) ||
        (was && !principal.territories.has(was.territory ?? '') && was.territory !== null)
      )
        expect.fail(`a row of ${was?.territory ?? 'nowhere'} came to ${row.territory}: ${told}`)
    }
    count[allowed ? 'allowed' : 'refused'] += 1
  }
  expect(Math.min(count.allowed, count.refused)).toBeGreaterThan(10_000)
})

test(`40,000 looks (DZVIN_SEED=${seed}): each shows what may be seen and nothing more (SYNC-10)`, () => {
  const random = randomOf(seed)
  for (let number = 0; number < 40_000; number++) {
    const asker = randomAsker(random, 'me')
    const row = pick(random, rows)
    const entity = entityOf(row.entity)
    if (!entity) throw new Error(row.entity)
    const visible = may(asker.principal, 'see', entity) && sees(asker.principal, row.territory)
    if (visible !== maySee(asker, row.entity, row.territory)) expect.fail(`${asker.role} of [${asker.territories}]: ${row.id}`)
    if (!visible) continue
    const shown = maskRow(asker.role, entity, row.fields)
    for (const [field, value] of Object.entries(row.fields)) {
      const secret =
        isHidden(asker, row.entity, field) ||
        (asker.role === 'analyst' && row.entity === 'conflicts' && ['before', 'kept', 'lost'].includes(field))
      const same = JSON.stringify(shown[field]) === JSON.stringify(value)
      if (same === secret) expect.fail(`${asker.role}: ${row.entity}.${field} is ${secret ? 'shown' : 'hidden'}`)
    }
  }
})
