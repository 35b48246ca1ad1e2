import { expect, test } from 'vitest'
import { createFormat } from './format.ts'

const plain = (text: string) => text.replace(/\s/gu, ' ')
const [uk, ru, en] = [createFormat('uk'), createFormat('ru'), createFormat('en')]

test('money hides empty kopiykas and shows the others', () => {
  expect(plain(uk.money(4_820_000, 'UAH'))).toBe('48 200 ₴')
  expect(plain(uk.money(4_820_050, 'UAH'))).toBe('48 200,50 ₴')
  expect(plain(en.money(4_820_000, 'UAH'))).toBe('₴48,200')
})

test('money of a currency without minor units is not divided', () => {
  expect(plain(en.money(500, 'JPY'))).toBe('¥500')
})

test('a currency that nobody knows is shown as it came', () => {
  expect(uk.money(1_050, '1!x')).toBe('10.5 1!x')
})

test('durations are words with units, hours drop the seconds', () => {
  expect(plain(uk.duration(400_000))).toBe('6 хв 40 с')
  expect(plain(ru.duration(8_000))).toBe('8 с')
  expect(plain(en.duration(3_720_000))).toBe('1 hr 2 mins')
})

test('ages are said with the right plural', () => {
  const now = 1_800_000_000_000
  expect([1, 2, 5].map((hours) => plain(uk.relative(now - hours * 3_600_000, now)))).toEqual([
    '1 годину тому',
    '2 години тому',
    '5 годин тому',
  ])
  expect(plain(ru.relative(now + 2 * 86_400_000, now))).toBe('послезавтра')
})

test('a calendar date keeps its day in every time zone; nonsense stays as it is', () => {
  expect(uk.calendarDate('2027-03-01')).toBe('01.03.2027')
  expect(en.calendarDate('soon')).toBe('soon')
})
