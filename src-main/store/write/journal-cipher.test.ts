import { expect, test } from 'vitest'
import { plainLines, sealedLines } from './journal-cipher.ts'

const key = new Uint8Array(32).fill(7)

test('a sealed line shows nothing, differs each time, and opens with its key only', () => {
  const lines = sealedLines(key)
  const sealed = lines.seal('таємниця')
  expect(sealed).not.toContain('таємниця')
  expect(sealed).not.toMatch(/\n/)
  expect(lines.seal('таємниця')).not.toBe(sealed)
  expect(lines.open(sealed)).toBe('таємниця')
  expect(sealedLines(new Uint8Array(32).fill(8)).open(sealed)).toBeUndefined()
})

test('a line that was changed, cut or never sealed does not open', () => {
  const lines = sealedLines(key)
  const bytes = Buffer.from(lines.seal('x'.repeat(50)), 'base64')
  for (let at = 0; at < bytes.length; at += 7) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    expect(lines.open(changed.toString('base64'))).toBeUndefined()
  }
  for (const line of ['', 'x', '{"kind":"device"}', bytes.subarray(0, -1).toString('base64')]) {
    expect(lines.open(line)).toBeUndefined()
  }
  expect(plainLines.open(plainLines.seal('x'))).toBe('x')
})
