import { expect, test } from 'vitest'
import { userRecord } from '#shared/domain/people/user.ts'
import { changesOf, draftOf, draftProblems } from './user-draft.ts'
import { findUsers } from './user-search.ts'

const user = userRecord.parse({
  userId: 'u1',
  login: 'zrazok',
  name: 'Зразок Прикладний',
  role: 'operator',
  active: true,
  officeId: 'o1',
  territoryIds: ['north', 'south'],
  homeTerritoryId: 'north',
  secondFactor: true,
  lastSignInAtMs: 1,
})

test('a change holds only what differs', () => {
  const draft = { ...draftOf(user), role: 'supervisor' as const, territoryIds: ['north'] }
  expect(changesOf(user, draft)).toEqual({ role: 'supervisor', territoryIds: ['north'] })
  expect(changesOf(user, draftOf(user))).toEqual({})
  expect(changesOf(user, { ...draftOf(user), officeId: undefined, homeTerritoryId: undefined })).toEqual({
    officeId: null,
    homeTerritoryId: null,
  })
})

test('a draft knows what is wrong with it', () => {
  expect([...draftProblems(draftOf(undefined))]).toEqual(['login', 'name'])
  expect([...draftProblems({ ...draftOf(user), login: 'two words' })]).toEqual(['login'])
  expect([...draftProblems({ ...draftOf(user), territoryIds: ['south'] })]).toEqual(['home'])
  expect([...draftProblems(draftOf(user))]).toEqual([])
})

test('users are found by parts of name and login', () => {
  expect(findUsers([user], 'прик zra')).toEqual([user])
  expect(findUsers([user], 'nobody')).toEqual([])
  expect(findUsers([user], ' ')).toEqual([user])
})
