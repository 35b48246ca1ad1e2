import { type CommandName, commands } from '#shared/contract/commands.ts'
import { type StreamName, streams } from '#shared/contract/streams.ts'
import { fail } from '#shared/domain/failure/failure.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { Handlers } from './handlers.ts'
import type { StreamSource, StreamSources } from './stream-sources.ts'

/** What one person's desk, or the front that is there for everybody, offers to the pages. */
export interface DeskSide {
  readonly handlers: Partial<Handlers>
  readonly streams: Partial<StreamSources>
}

/** Commands go to the desk that is open where it has them, else to the front, else they are answered `signed-out`. */
export function switchedHandlers(desk: ReadonlyCell<DeskSide | undefined>, front: DeskSide): Handlers {
  const handlers = (Object.keys(commands) as CommandName[]).map((name) => {
    const run = async (input: never) => {
      const handler = desk.get()?.handlers[name] ?? front.handlers[name]
      return handler ? (handler as (input: never) => Promise<unknown>)(input) : fail('signed-out')
    }
    return [name, run] as const
  })
  return Object.fromEntries(handlers) as unknown as Handlers
}

/** Each stream follows the desk that is open; when another opens, its present values come at once. */
export function switchedStreams(desk: ReadonlyCell<DeskSide | undefined>, front: DeskSide): StreamSources {
  const sources = (Object.keys(streams) as StreamName[]).map((name) => [name, switched(name, desk, front)] as const)
  return Object.fromEntries(sources) as unknown as StreamSources
}

function switched(name: StreamName, desk: ReadonlyCell<DeskSide | undefined>, front: DeskSide): StreamSource<unknown> {
  const source = () => (desk.get()?.streams[name] ?? front.streams[name]) as StreamSource<unknown> | undefined
  return {
    current: () => source()?.current?.(),
    replay: () => source()?.replay?.() ?? [],
    subscribe(listener) {
      let followed = source()
      let leave: Unsubscribe = followed?.subscribe(listener) ?? nothing
      const stop = desk.subscribe(() => {
        const next = source()
        if (next === followed) return
        leave()
        followed = next
        leave = next?.subscribe(listener) ?? nothing
        const present = streams[name].flow === 'state' ? [next?.current?.()] : (next?.replay?.() ?? [])
        for (const value of present) if (value !== undefined) listener(value)
      })
      return () => {
        stop()
        leave()
      }
    },
  }
}

function nothing(): void {}
