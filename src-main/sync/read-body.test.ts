import { expect, test } from 'vitest'
import { CutOff, LineTooLong, readBody, readLines } from './read-body.ts'

const text = new TextEncoder()

function response(...chunks: string[]): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(text.encode(chunk))
        controller.close()
      },
    }),
  )
}

const limits = { maxLineBytes: 100, aheadBytes: 100 }

async function lines(of: Response, max = 100): Promise<string[]> {
  let read = ''
  for await (const block of readLines(of, { maxLineBytes: max, aheadBytes: 100 })) {
    expect(block.at(-1)).toBe(10)
    expect(block.buffer.byteLength).toBe(block.byteLength)
    read += new TextDecoder().decode(block)
  }
  return read.split('\n').filter((line) => line !== '')
}

test('lines are cut wherever the chunks fall', async () => {
  expect(await lines(response('{"a":1}\n{"b', '":2}', '\n\n', '{"c":3}\n'))).toEqual(['{"a":1}', '{"b":2}', '{"c":3}'])
})

test('a line without its end was cut off, and is not given away', async () => {
  const read: string[] = []
  const reading = (async () => {
    for await (const line of readLines(response('{"a":1}\n{"b":2}'), limits)) read.push(new TextDecoder().decode(line))
  })()
  await expect(reading).rejects.toThrow(CutOff)
  expect(read).toEqual(['{"a":1}\n'])
})

test('a line that never ends is not gathered without bounds', async () => {
  await expect(lines(response('x'.repeat(60), 'x'.repeat(60)))).rejects.toThrow(LineTooLong)
})

test('a body is one piece of memory of its own, up to its bound', async () => {
  const bytes = await readBody(response('ab', 'cd'), 4)
  expect(new TextDecoder().decode(bytes)).toBe('abcd')
  expect(bytes?.buffer.byteLength).toBe(4)
  expect(await readBody(response('ab', 'cde'), 4)).toBeUndefined()
})
