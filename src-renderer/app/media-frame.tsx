import { useTranslation } from 'react-i18next'
import styles from './shell.module.css'
import { useAppState } from './state.ts'

/** In the browser host with one window the audio page lives inside this page: while it is mounted a call can be heard. */
export function MediaFrame() {
  const { t } = useTranslation()
  const mediaInPage = useAppState((state) => state.host?.mediaInPage === true)
  if (!mediaInPage) return null
  return (
    <iframe
      className={styles.media}
      title={t('status.microphone.ready')}
      src="./media.html"
      allow="microphone; autoplay; speaker-selection"
      aria-hidden
      tabIndex={-1}
    />
  )
}
