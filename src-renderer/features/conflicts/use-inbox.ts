import { useState } from 'react'
import type { CommandInput } from '#shared/contract/commands.ts'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { useCommand } from '../../app/use-command.ts'

export type Choice = CommandInput<'conflicts.settle'>['choice']

export interface Inbox {
  readonly current: ConflictRecord
  readonly index: number
  /** What is chosen of the current one and not settled yet. */
  readonly choice: Choice | undefined
  /** Ticked for settling many at once. */
  readonly ticked: ReadonlySet<string>
  readonly isSettling: boolean
  /** How often something was settled here. */
  readonly settledTimes: number
  readonly go: (index: number) => void
  readonly choose: (choice: Choice | undefined) => void
  readonly tick: (conflictIds: readonly string[], on: boolean) => void
  readonly settle: (conflictIds: readonly string[], choice: Choice) => Promise<void>
}

/** Where the person stands in the list, and what they have chosen so far. */
export function useInbox(conflicts: readonly ConflictRecord[], onSettled: () => void): Inbox | undefined {
  const run = useCommand()
  const [place, setPlace] = useState<{ readonly id: string | undefined; readonly index: number }>({ id: undefined, index: 0 })
  const [chosen, setChosen] = useState<{ readonly id: string; readonly choice: Choice }>()
  const [wished, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [isSettling, setSettling] = useState(false)
  const [settledTimes, setSettledTimes] = useState(0)

  // Settled ones leave the list: the place stays where it was, at the next one.
  const found = conflicts.findIndex(({ conflictId }) => conflictId === place.id)
  const index = found >= 0 ? found : Math.max(0, Math.min(place.index, conflicts.length - 1))
  const current = conflicts[index]
  if (!current) return undefined
  const present = new Set(conflicts.map(({ conflictId }) => conflictId))
  const ticked = new Set([...wished].filter((id) => present.has(id)))
  const go = (next: number) => {
    const target = Math.max(0, Math.min(next, conflicts.length - 1))
    setPlace({ id: conflicts[target]?.conflictId, index: target })
  }
  return {
    current,
    index,
    choice: chosen?.id === current.conflictId ? chosen.choice : undefined,
    ticked,
    isSettling,
    settledTimes,
    go,
    choose: (choice) => setChosen(choice && { id: current.conflictId, choice }),
    tick: (ids, on) =>
      setTicked((before) => {
        const next = new Set(before)
        for (const id of ids) on ? next.add(id) : next.delete(id)
        return next
      }),
    settle: async (conflictIds, choice) => {
      if (isSettling) return
      setSettling(true)
      const result = await run('conflicts.settle', { conflictIds: [...conflictIds], choice })
      setSettling(false)
      if (!result.ok) return
      setPlace({ id: undefined, index })
      setChosen(undefined)
      setSettledTimes((times) => times + 1)
      onSettled()
    },
  }
}
