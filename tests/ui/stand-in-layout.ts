import { vi } from 'vitest'

/** jsdom has no layout, and of a table only the rows in sight are drawn: gives each element a size. Undone by Vitest's own means. */
export function standInLayout(): void {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1_200)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
}
