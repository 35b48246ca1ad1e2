/** Hybrid logical time (Kulkarni and others, 2014) as sortable text: see `hlc` in protocol.ts (SYNC-13). */
export type Hlc = string

/** The wall clock of a device may be ahead of the server's by this much before its times are pulled back. */
export const maxDriftMs = 60_000
const maxCounter = 0xffff

export function formatHlc(ms: number, counter: number, device: string): Hlc {
  return `${ms.toString(16).padStart(12, '0')}-${counter.toString(16).padStart(4, '0')}-${device}`
}

export function readHlc(text: Hlc): { readonly ms: number; readonly counter: number; readonly device: string } {
  return { ms: Number.parseInt(text.slice(0, 12), 16), counter: Number.parseInt(text.slice(13, 17), 16), device: text.slice(18) }
}

/** The next time of this device: after everything it has seen (`last`), never behind its wall clock. */
export function tickHlc(last: Hlc | null, wallMs: number, device: string): Hlc {
  const seen = last === null ? undefined : readHlc(last)
  if (!seen || wallMs > seen.ms) return formatHlc(Math.max(0, wallMs), 0, device)
  return seen.counter < maxCounter ? formatHlc(seen.ms, seen.counter + 1, device) : formatHlc(seen.ms + 1, 0, device)
}

/** What the server makes of a device's time: one from the future becomes now. */
export function boundHlc(text: Hlc, serverMs: number): Hlc {
  const { ms, counter, device } = readHlc(text)
  return ms > serverMs + maxDriftMs ? formatHlc(serverMs, counter, device) : text
}
