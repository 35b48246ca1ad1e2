import { expect, test } from 'vitest'
import { rightsOf } from './use-rights.ts'

test('an analyst sees customers without phones and amounts, and changes nothing', () => {
  const rights = rightsOf('analyst')
  expect(rights.sees('customers', 'name')).toBe(true)
  expect(rights.sees('customers', 'lifetimeValue')).toBe(false)
  expect(rights.sees('contact_points', 'value')).toBe(false)
  expect(rights.changes('customers', 'name')).toBe(false)
  expect(rights.creates('cases')).toBe(false)
})

test('an operator changes a phone but not an amount, and settles conflicts', () => {
  const rights = rightsOf('operator')
  expect(rights.changes('contact_points', 'value')).toBe(true)
  expect(rights.sees('customers', 'monthlyValue')).toBe(true)
  expect(rights.changes('customers', 'monthlyValue')).toBe(false)
  expect(rights.changes('conflicts', 'status')).toBe(true)
  expect(rights.changes('conflicts', 'kept')).toBe(false)
  expect(rights.removes('customers')).toBe(false)
})

test('where nobody signs in, everything is allowed', () => {
  expect(rightsOf(undefined).changes('customers', 'monthlyValue')).toBe(true)
})
