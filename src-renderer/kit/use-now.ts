import { useEffect, useState } from 'react'

/** `performance.now()` of the last tick; renders its component again every `intervalMs`. Keep such components small. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), intervalMs)
    return () => clearInterval(timer)
  }, [intervalMs])
  return now
}
