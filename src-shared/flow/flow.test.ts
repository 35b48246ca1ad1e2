import { expect, test } from 'vitest'
import { Cell } from './cell.ts'
import { Emitter } from './emitter.ts'

test('a cell tells changes only', () => {
  const heard: number[] = []
  const cell = new Cell(1)
  const stop = cell.subscribe((value) => heard.push(value))
  cell.set(1)
  cell.set(2)
  cell.update((value) => value + 1)
  stop()
  cell.set(9)
  expect(heard).toEqual([2, 3])
})

test('one listener that throws does not silence the others', () => {
  const errors: unknown[] = []
  const heard: string[] = []
  const emitter = new Emitter<string>((error) => errors.push(error))
  emitter.subscribe(() => {
    throw new Error('broken listener')
  })
  emitter.subscribe((value) => heard.push(value))
  emitter.emit('bell')
  expect(heard).toEqual(['bell'])
  expect(errors).toHaveLength(1)
})

test('a listener that leaves while it is told is not missed by the others', () => {
  const heard: string[] = []
  const emitter = new Emitter<string>()
  const stop = emitter.subscribe(() => stop())
  emitter.subscribe((value) => heard.push(value))
  emitter.emit('bell')
  expect(heard).toEqual(['bell'])
  expect(emitter.size).toBe(1)
})
