import { Mic, Volume2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AudioLevels } from '#shared/domain/media/media.ts'
import { useBridge } from '../../app/bridge.ts'
import { Meter } from '../../kit/meter.tsx'
import styles from './levels.module.css'

const silence: AudioLevels = { microphone: 0, speaker: 0 }

/** The levels while this is on screen: the main process measures only while somebody listens. */
export function useLevels(): AudioLevels {
  const bridge = useBridge()
  const [levels, setLevels] = useState(silence)
  useEffect(() => bridge.on('levels', setLevels), [bridge])
  return levels
}

/** Speech is mostly below 0.3 of full scale: the square root spreads it over the bar. */
export function levelShare(level: number): number {
  return Math.min(1, Math.sqrt(level) * 1.4)
}

/** Both directions as two thin bars. */
export function Levels() {
  const { t } = useTranslation('softphone')
  const { microphone, speaker } = useLevels()
  return (
    <div className={styles.levels}>
      <span className={styles.line} title={t('levelMicrophone')}>
        <Mic size={11} aria-hidden />
        <Meter thin label={t('levelMicrophone')} value={levelShare(microphone)} />
      </span>
      <span className={styles.line} title={t('levelSpeaker')}>
        <Volume2 size={11} aria-hidden />
        <Meter thin label={t('levelSpeaker')} value={levelShare(speaker)} tone="accent" />
      </span>
    </div>
  )
}
