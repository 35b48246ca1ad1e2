import { expect, test } from 'vitest'
import { dataAsOfMs } from './data-age.tsx'

const hourMs = 3_600_000
const counts = { waiting: 0, refused: 0, conflicts: 0 }

test('a fresh copy has no age', () => {
  expect(dataAsOfMs({ kind: 'up-to-date', confirmedAtMs: 10 * hourMs, ...counts }, 10.9 * hourMs)).toBe(undefined)
  expect(dataAsOfMs({ kind: 'off', confirmedAtMs: 0, ...counts }, 10 * hourMs)).toBe(undefined)
  expect(dataAsOfMs({ kind: 'copying', ...counts }, 10 * hourMs)).toBe(undefined)
  expect(dataAsOfMs(undefined, 0)).toBe(undefined)
})

test('an old one has, and offline any has', () => {
  expect(dataAsOfMs({ kind: 'problem', problem: 'disk', confirmedAtMs: 10 * hourMs, ...counts }, 11.1 * hourMs)).toBe(10 * hourMs)
  expect(dataAsOfMs({ kind: 'offline', confirmedAtMs: 10 * hourMs, ...counts }, 10.1 * hourMs)).toBe(10 * hourMs)
})
