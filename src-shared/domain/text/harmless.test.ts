import { describe, expect, it } from 'vitest'
import { harmless } from './harmless.ts'

describe('harmless', () => {
  it.each([
    ['Олена Ковальчук', 'Олена Ковальчук'],
    ['  Олена \t\r\n  Ковальчук\u2028', 'Олена Ковальчук'],
    ['evil\u202etxt.exe\u202c', 'eviltxt.exe'],
    ['\u2066a\u2067b\u2068c\u2069d\u200e\u200f\u061c', 'abcd'],
    ['a\u0000b\u0007c\u001b[31md\u007fe\u009bf', 'abc[31mdef'],
    ['in\u200bvi\ufeffsi\u00adble\u{e0041}', 'invisible'],
    ['a\u200b \u200bb', 'a b'],
    ['И\u0306ван', 'Йван'],
    ['a\u0300\u0301\u0302\u0303\u0304\u0305\u0306b', 'à\u0301\u0302\u0303b'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['=HYPERLINK("http://x")', '=HYPERLINK("http://x")'],
    ["Robert'); DROP TABLE customers;--", "Robert'); DROP TABLE customers;--"],
    ['{{ customer.name }}', '{{ customer.name }}'],
    ['\ud800лис\udc00', '\ufffdлис\ufffd'],
    ['👩‍👩‍👧 родина', '👩‍👩‍👧 родина'],
    ['\u202e\u0000', ''],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(harmless(text, 128)).toBe(expected)
  })

  it('cuts 60 kB to the cap, quickly, whatever it is made of', () => {
    for (const unit of ['A', 'ї', '\u202e', '\u0300', '\u0327\u0301', ' ', '👩‍👩‍👧', '\ud800']) {
      const started = performance.now()
      const text = harmless(unit.repeat(60_000 / unit.length), 128)
      expect(text.length).toBeLessThanOrEqual(128)
      expect(performance.now() - started).toBeLessThan(1_000)
    }
  })

  it('does not cut a grapheme in two', () => {
    expect(harmless('ab👩‍👩‍👧', 5)).toBe('ab')
    expect(harmless('abc😀', 4)).toBe('abc')
    expect(harmless('ab q\u0304\u0301x', 4)).toBe('ab')
  })

  it('cuts what has no boundary at a code point', () => {
    const one = `😀${'\u200d😀'.repeat(50)}`
    expect(harmless(one, 4).isWellFormed()).toBe(true)
    expect(harmless(one, 4).length).toBeLessThanOrEqual(4)
  })
})
