import { create } from 'zustand'
import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'

export const views = [
  'workspace',
  'customers',
  'cases',
  'tasks',
  'calls',
  'conflicts',
  'admin',
  'settings',
  'diagnostics',
] as const
export type View = (typeof views)[number]

/** What this page shows; gone with the page. */
export interface ViewState {
  readonly view: View
  /** The tab that the workspace shows. */
  readonly selectedTab?: InteractionId | undefined
  /** The customer opened in the customers view. */
  readonly customerId?: CustomerId | undefined
  readonly overlay?: 'palette' | 'shortcuts' | undefined
  /** What the palette starts with. */
  readonly paletteQuery?: string | undefined
}

export const useViewState = create<ViewState>(() => ({ view: 'workspace' }))

export function openView(view: View): void {
  useViewState.setState({ view, overlay: undefined })
}

export function selectTab(selectedTab: InteractionId | undefined): void {
  useViewState.setState({ view: 'workspace', selectedTab, overlay: undefined })
}

/** Shows a customer's card outside of a call. */
export function openCustomer(customerId: CustomerId): void {
  useViewState.setState({ view: 'customers', customerId, overlay: undefined })
}

export function openOverlay(overlay: ViewState['overlay'], paletteQuery?: string): void {
  useViewState.setState({ overlay, paletteQuery })
}
