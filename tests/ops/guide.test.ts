import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '#server/system/metrics.ts'
import { readTask } from '#server/tasks.ts'

const root = join(import.meta.dirname, '../..')
const guide = readFileSync(join(root, 'docs/admin/server.md'), 'utf8')
const config = readFileSync(join(root, 'src-server/config.ts'), 'utf8')

/** Of the schema of config.ts: each name with what stands behind it. */
const settings = new Map(
  [...config.matchAll(/^ {2}((?:DZVIN_|DATABASE_)\w+): ((?:.|\n {4})*)/gm)].map(([, name = '', words = '']) => [name, words]),
)
/** Of the guide's table: each name with its default. */
const rows = new Map(
  [...guide.matchAll(/^\| ((?:DZVIN_|DATABASE_)[\w, ]+) \| (.*?) ?\|/gm)].flatMap(([, names = '', otherwise = '']) =>
    names.split(', ').map((name) => [name, otherwise] as const),
  ),
)

describe('the guide for administrators', () => {
  it('names every setting, and none that is not', () => {
    expect(settings.size).toBeGreaterThan(15)
    expect([...rows.keys()].sort()).toEqual([...settings.keys()].sort())
  })

  it('gives the defaults that are', () => {
    const defaults = [...settings].flatMap(([name, words]) => {
      const otherwise = words.match(/default\('([^']*)'\)/)?.[1] ?? words.match(/^whole\([\d_]+, [\d_]+, ([\d_]+)\)/)?.[1]
      return otherwise === undefined ? [] : [[name, otherwise.replaceAll('_', '')]]
    })
    expect(defaults.length).toBeGreaterThan(6)
    expect(defaults.map(([name = '']) => [name, rows.get(name)])).toEqual(defaults)
  })

  it('names files, tasks and figures that there are', async () => {
    for (const [path] of guide.matchAll(/\b(?:resources|src-server|docs)\/[\w./-]+\w/g))
      expect(existsSync(join(root, path)), path).toBe(true)
    const tasks = [...guide.matchAll(/npm run server -- (--[\w-]+(?: [\w.]+)?)/g)].map(([, words = '']) => words.split(' '))
    expect(tasks.map((words) => readTask(words)?.kind).sort()).toEqual(['backup', 'migrate-dry-run', 'new-epoch', 'restore'])
    const metrics = createMetrics({ openSockets: () => 0, feedLagSeconds: async () => 0 })
    metrics.request('GET', '/', 200, 1)
    const { body } = await metrics.text()
    const figures = [...guide.matchAll(/`(dzvin_\w+)/g)].map(([, name = '']) => name)
    expect(figures.length).toBeGreaterThan(2)
    for (const figure of figures) expect(body).toContain(`\n${figure}`)
  })
})
