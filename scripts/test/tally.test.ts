import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTally, sum, tallyPlaywright, tallyVitest } from './tally.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dzvin-tally-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((status, at) => ({ fullName: `test ${at}`, status })),
})

describe('the tally', () => {
  it('counts Vitest tests, and a file that could not be loaded as a failure', () => {
    const report = {
      testResults: [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'failed', 'passed'), file('failed')],
    }
    expect(tallyVitest(report)).toEqual({ passed: 3, failed: 2, skips: [{ name: 'test 2', reason: 'skipped' }] })
  })

  it('counts Playwright tests at any depth, a flaky one as a failure, and gives the reasons of skips', () => {
    const test = (status: string, reason?: string) => ({
      title: status,
      tests: [{ status, annotations: reason ? [{ type: 'skip', description: reason }] : [] }],
    })
    const report = {
      errors: [],
      suites: [
        { specs: [test('expected')], suites: [{ specs: [test('flaky'), test('unexpected'), test('skipped', 'no program')] }] },
      ],
    }
    expect(tallyPlaywright(report)).toEqual({ passed: 1, failed: 2, skips: [{ name: 'skipped', reason: 'no program' }] })
  })

  it('makes a failure of a missing report, of no tests, and of a bad end without a failed test', () => {
    const path = join(folder, 'report.json')
    expect(readTally(path, tallyVitest, 0).failed).toBe(1)
    writeFileSync(path, JSON.stringify({ testResults: [] }))
    expect(readTally(path, tallyVitest, 0).failed).toBe(1)
    writeFileSync(path, JSON.stringify({ testResults: [file('passed', 'passed')] }))
    expect(readTally(path, tallyVitest, 1).failed).toBe(1)
    expect(readTally(path, tallyVitest, 0)).toEqual({ passed: 1, failed: 0, skips: [] })
  })

  it('adds up', () => {
    const one = { passed: 1, failed: 2, skips: [{ name: 'a', reason: 'b' }] }
    expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skips: [...one.skips, ...one.skips] })
  })
})
