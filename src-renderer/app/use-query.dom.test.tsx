import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ok, type Result } from '#shared/domain/failure/failure.ts'
import { sync } from '../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../tests/ui/fake-bridge.ts'
import { renderPart } from '../../tests/ui/render-part.tsx'
import { useQuery } from './use-query.ts'

afterEach(cleanup)

const input = { limit: 5 }

function Shown() {
  const { query } = useQuery('cases.list', input, ['sync'])
  return <p>{query.kind === 'ready' ? 'ready' : 'loading'}</p>
}

test('a stream that speaks faster than answers come keeps nothing from being shown, and the last word is asked for', async () => {
  const bridge = new FakeBridge()
  const answers: ((result: Result<never[]>) => void)[] = []
  bridge.answer('cases.list', () => new Promise((resolve) => answers.push(resolve)))
  renderPart(<Shown />, { bridge })
  const speak = (waiting: number) => act(async () => bridge.push('sync', sync('sending', 0, { waiting })))
  for (const waiting of [1, 2, 3]) await speak(waiting)
  expect(answers).toHaveLength(1)
  await act(async () => answers[0]!(ok([])))
  expect(screen.getByText('ready')).toBeTruthy()
  expect(answers).toHaveLength(2)
  await act(async () => answers[1]!(ok([])))
  expect(answers).toHaveLength(2)
})
