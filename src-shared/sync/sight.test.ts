import { expect, it } from 'vitest'
import { allRoles } from '../domain/people/role.ts'
import { sightOf } from './sight.ts'

it('SYNC-10 an analyst sees less than all others, who see the same', () => {
  const others = allRoles.filter((role) => role !== 'analyst').map(sightOf)
  expect(new Set(others).size).toBe(1)
  expect(others).not.toContain(sightOf('analyst'))
  for (const role of allRoles) expect(sightOf(role)).toMatch(/^[0-9a-f]{8}$/)
})
