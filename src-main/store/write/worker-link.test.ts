import { describe, expect, it } from 'vitest'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { WorkerLink } from './worker-link.ts'

const worker = (code: string) =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; ${code}`)}`)

describe('the link to the writer thread', () => {
  it('answers what was asked as refused when the thread dies, and starts it anew', async () => {
    const code = `parentPort.on('message', ({ id, kind }) => {
      if (kind === 'commit') throw new Error('a defect')
      parentPort.postMessage({ id, kind: 'answer', answer: { kind: 'opened', unclean: false } })
    })`
    const link = new WorkerLink(worker(code), { path: 'none.db' }, quietLog)
    expect(await link.open()).toEqual({ kind: 'opened', unclean: false })
    const both = await Promise.all([link.commit([]), link.commit([])])
    expect(both).toEqual(both.map(() => ({ kind: 'refused', cause: 'unavailable', detail: 'the writer thread ended' })))
    expect(await link.open()).toEqual({ kind: 'opened', unclean: false })
    await link.close()
  })

  it('takes a check that could not be made for no damage', async () => {
    expect(await new WorkerLink(worker(`throw new Error('no')`), { path: 'none.db' }, quietLog).check()).toBe(true)
    expect(await new WorkerLink(worker('parentPort.postMessage(false)'), { path: 'none.db' }, quietLog).check()).toBe(false)
  })
})
