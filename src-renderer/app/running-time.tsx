import { TimerText } from '../kit/timer-text.tsx'
import { useAppState } from './state.ts'

/** A running duration since an instant of the main process's monotonic clock. Renders only itself. */
export function RunningTime({ sinceMs, limitMs }: { readonly sinceMs: number; readonly limitMs?: number | undefined }) {
  const offsetMs = useAppState((state) => state.clockOffsetMs)
  return <TimerText sinceMs={sinceMs - offsetMs} limitMs={limitMs} />
}
