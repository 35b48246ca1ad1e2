import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { BridgeContext } from '#renderer/app/bridge.ts'
import { createI18n } from '#renderer/app/i18n.ts'
import { feedAppState, useAppState } from '#renderer/app/state.ts'
import { useViewState } from '#renderer/app/view-state.ts'
import { ToastProvider } from '#renderer/kit/toast.tsx'
import type { Language } from '#shared/domain/text/language.ts'
import { FakeBridge } from './fake-bridge.ts'

const freshState = useAppState.getInitialState()
const freshView = useViewState.getInitialState()

/** One part of the interface over a fake bridge, with fresh state. English unless told, so that tests read as they are. */
export function renderPart(part: ReactNode, { bridge = new FakeBridge(), language = 'en' as Language } = {}) {
  useAppState.setState(freshState, true)
  useViewState.setState(freshView, true)
  const stop = feedAppState(bridge)
  const shown = render(
    <I18nextProvider i18n={createI18n(language)}>
      <BridgeContext value={bridge}>
        <ToastProvider regionLabel="toasts" closeLabel="close">
          {part}
        </ToastProvider>
      </BridgeContext>
    </I18nextProvider>,
  )
  return {
    bridge,
    user: userEvent.setup(),
    unmount: () => {
      shown.unmount()
      stop()
    },
  }
}
