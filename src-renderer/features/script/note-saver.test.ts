import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { NoteSaver, type NoteStatus } from './note-saver.ts'

describe('NoteSaver', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function setUp(answers: Result<{ saved: boolean }>[] = []) {
    const sent: string[] = []
    const statuses: NoteStatus[] = []
    const saver = new NoteSaver({
      send: async (text) => {
        sent.push(text)
        return answers.shift() ?? ok({ saved: true })
      },
      onStatus: (status) => statuses.push(status),
    })
    return { saver, sent, statuses }
  }

  it('sends within 300 ms while the typing goes on, and the last text at the end', async () => {
    const { saver, sent, statuses } = setUp()
    for (const text of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
      saver.type(text)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(sent).toEqual(['abc'])
    await vi.advanceTimersByTimeAsync(300)
    expect(sent.at(-1)).toBe('abcde')
    expect(statuses.at(-1)).toBe('saved')
  })

  it('sends at once when flushed or disposed, and nothing twice', async () => {
    const { saver, sent } = setUp()
    saver.type('half a w')
    saver.dispose()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent).toEqual(['half a w'])
  })

  it('says that the text is in memory only, or sends it again after a failure', async () => {
    const { saver, sent, statuses } = setUp([ok({ saved: false }), fail('internal')])
    saver.type('a')
    await vi.advanceTimersByTimeAsync(300)
    expect(statuses.at(-1)).toBe('memory')
    saver.type('ab')
    await vi.advanceTimersByTimeAsync(300)
    expect(statuses.at(-1)).toBe('failed')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(sent).toEqual(['a', 'ab', 'ab'])
    expect(statuses.at(-1)).toBe('saved')
  })

  it('does not say saved for an old text while a newer one waits', async () => {
    const { saver, statuses } = setUp()
    saver.type('a')
    vi.advanceTimersByTime(250)
    saver.type('ab')
    await Promise.resolve()
    await Promise.resolve()
    expect(statuses.at(-1)).toBe('saving')
    await vi.advanceTimersByTimeAsync(300)
    expect(statuses.at(-1)).toBe('saved')
  })
})
