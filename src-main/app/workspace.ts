import type { CallId, CustomerId, InteractionId } from '#shared/domain/ids.ts'
import type { ScreenPop, WorkItem } from '#shared/domain/work/screen-pop.ts'
import { Cell, type ReadonlyCell } from '#shared/flow/cell.ts'
import { Emitter, type Unsubscribe } from '#shared/flow/emitter.ts'
import { customerOf, type Tab, workItemOf } from './tab.ts'

/** The open tabs, and what is told of them: the list on each change, a tab's whole pop when its contents changed. */
export class Workspace {
  readonly #tabs = new Map<InteractionId, Tab>()
  readonly #work = new Cell<WorkItem[]>([])
  readonly #pops = new Emitter<ScreenPop>()
  readonly #popOf: (tab: Tab) => ScreenPop

  constructor(popOf: (tab: Tab) => ScreenPop) {
    this.#popOf = popOf
  }

  get work(): ReadonlyCell<WorkItem[]> {
    return this.#work
  }

  onPop(listener: (pop: ScreenPop) => void): Unsubscribe {
    return this.#pops.subscribe(listener)
  }

  openPops(): ScreenPop[] {
    return this.tabs().map(this.#popOf)
  }

  tabs(): Tab[] {
    return [...this.#tabs.values()]
  }

  get(id: InteractionId): Tab | undefined {
    return this.#tabs.get(id)
  }

  byCall(id: CallId): Tab | undefined {
    return this.tabs().find((tab) => tab.callId === id)
  }

  withCustomer(id: CustomerId): Tab[] {
    return this.tabs().filter((tab) => customerOf(tab) === id)
  }

  /** The pop goes out first, so that the page draws the new tab once and with everything on it. */
  open(tab: Tab): void {
    this.#tabs.set(tab.interactionId, tab)
    this.#pops.emit(this.#popOf(tab))
    this.#publish()
  }

  /** `contents`: card, match or script changed, so the whole pop is told again; otherwise only the list is. */
  change(id: InteractionId, changes: Partial<Tab>, what: 'call' | 'contents' | 'draft'): Tab | undefined {
    const before = this.#tabs.get(id)
    if (!before) return undefined
    const tab = { ...before, ...changes }
    this.#tabs.set(id, tab)
    // A draft (note, script answers) comes from the page itself: telling it back would race with its next keystroke.
    if (what !== 'draft') this.#publish()
    if (what === 'contents') this.#pops.emit(this.#popOf(tab))
    return tab
  }

  close(id: InteractionId): void {
    if (this.#tabs.delete(id)) this.#publish()
  }

  #publish(): void {
    this.#work.set(this.tabs().map(workItemOf))
  }
}
