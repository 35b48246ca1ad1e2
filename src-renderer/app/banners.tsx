import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FailureKind } from '#shared/domain/failure/failure.ts'
import type { MediaState } from '#shared/domain/media/media.ts'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import { Banner } from '../kit/banner.tsx'
import { Button } from '../kit/button.tsx'
import { useFailureText } from './failure-text.ts'
import { RunningTime } from './running-time.tsx'
import { useAppState } from './state.ts'
import { openView } from './view-state.ts'

const microphoneFailures: Partial<Record<MediaState['microphone'], FailureKind>> = {
  missing: 'microphone-missing',
  denied: 'microphone-denied',
  busy: 'microphone-busy',
}
const storeFailures: Partial<Record<StoreHealth['kind'], FailureKind>> = {
  full: 'store-full',
  locked: 'store-locked',
  corrupt: 'store-corrupt',
  unavailable: 'store-unavailable',
}

/** What keeps the operator from working, each with what to do; nothing while all is well. */
export function Banners() {
  const { t } = useTranslation()
  const connection = useAppState((state) => state.connection)
  if (connection === 'lost') {
    // Whatever else is known is old now.
    return (
      <Banner tone="bad" title={t('banner.lostTitle')}>
        {t('banner.lostText')}
      </Banner>
    )
  }
  return (
    <>
      <StoreBanner />
      <LineBanner />
      <AudioBanner />
    </>
  )
}

function StoreBanner(): ReactNode {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const store = useAppState((state) => state.store)
  const kind = store && storeFailures[store.kind]
  if (kind) {
    const { what, todo } = failureText({ kind })
    return (
      <Banner tone="bad" title={what}>
        {todo} {store.unsaved > 0 && t('status.unsaved', { count: store.unsaved })}
      </Banner>
    )
  }
  if (!store?.setAside) return null
  return (
    <Banner tone="warn" title={t('banner.setAside', { path: store.setAside })}>
      {t('banner.setAsideTodo')}
    </Banner>
  )
}

function LineBanner(): ReactNode {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const line = useAppState((state) => state.line)
  const view = useSettingsButton()
  if (line?.kind === 'down') {
    const { what, todo } = failureText(line.problem)
    return (
      <Banner tone="bad" title={what} action={view}>
        {todo} ({t('status.lineAttempt', { count: line.attempt })} · <RunningTime sinceMs={line.sinceMs} />)
      </Banner>
    )
  }
  if (line?.kind !== 'not-configured') return null
  const { what, todo } = failureText({ kind: 'line-not-configured' })
  return (
    <Banner tone="warn" title={what} action={view}>
      {todo}
    </Banner>
  )
}

function AudioBanner(): ReactNode {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const alive = useAppState((state) => state.media?.alive)
  const microphone = useAppState((state) => state.media?.microphone ?? 'unknown')
  const kind = alive === false ? 'media-page-missing' : microphoneFailures[microphone]
  if (!kind) return null
  const { what, todo } = failureText({ kind })
  const reload = (
    <Button size="s" onPress={() => window.location.reload()}>
      {t('banner.reload')}
    </Button>
  )
  return (
    <Banner tone={kind === 'media-page-missing' ? 'bad' : 'warn'} title={what} action={kind === 'media-page-missing' && reload}>
      {todo}
    </Banner>
  )
}

function useSettingsButton(): ReactNode {
  const { t } = useTranslation()
  return (
    <Button size="s" onPress={() => openView('settings')}>
      {t('banner.openSettings')}
    </Button>
  )
}
