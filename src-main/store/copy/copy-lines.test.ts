import { expect, it } from 'vitest'
import { asRow, copyLine, home } from '../testing/copy-pages.ts'
import { id, interaction } from '../testing/plain-rows.ts'
import { CopyLines } from './copy-lines.ts'
import { BadAnswer } from './pages.ts'

const rows = (...numbers: number[]) => numbers.map((nth) => asRow(interaction(id('f', nth), null, null, nth), nth))
const line = (...numbers: number[]) => copyLine(home, 'interactions', rows(...numbers))
const block = (...lines: Uint8Array[]) => Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]))
const newline = 10

function parts(of: CopyLines): string[] {
  const read: string[] = []
  for (let part = of.next(); part; part = of.next()) read.push(`${part.page.rows.map(([, rev]) => rev)}${part.last ? '.' : ''}`)
  return read
}

it('SYNC-11 gives each line in parts and says where it ends', () => {
  const lines = new CopyLines(block(line(1, 2, 3, 4), line(), line(5)), 2)
  expect(lines.more).toBe(true)
  expect(parts(lines)).toEqual(['1,2', '3,4.', '.', '5.'])
  expect(lines.more).toBe(false)
})

it('SYNC-11 reads one line without an end, and nothing of no line', () => {
  expect(parts(new CopyLines(line(1), 2))).toEqual(['1.'])
  expect(() => new CopyLines(new Uint8Array([newline]), 2).next()).toThrow(BadAnswer)
})

it('SYNC-7 what comes before a line that cannot be read is whole by itself', () => {
  const lines = new CopyLines(block(line(1), Buffer.from('{'), line(2)), 2)
  expect(parts(lines)).toEqual(['1.'])
  expect(lines.more).toBe(true)
  expect(() => lines.next()).toThrow(BadAnswer)
})
