export type Host =
  | { readonly kind: 'electron'; readonly program: string }
  | { readonly kind: 'window'; readonly program: string }
  | { readonly kind: 'address'; readonly why: string }

export interface HostFacts {
  readonly display: boolean
  readonly electron: string | undefined
  readonly browser: string | undefined
}

/** Electron, else a browser's window, else the address alone, with the reason in words. */
export function chooseHost({ display, electron, browser }: HostFacts): Host {
  if (!display)
    return { kind: 'address', why: 'There is no display here (DISPLAY and WAYLAND_DISPLAY are unset), so no window is opened.' }
  if (electron) return { kind: 'electron', program: electron }
  if (browser) return { kind: 'window', program: browser }
  return {
    kind: 'address',
    why: 'Neither Electron nor Chromium, Chrome or Edge is installed, so no window is opened (Debian: apt-get install chromium).',
  }
}
