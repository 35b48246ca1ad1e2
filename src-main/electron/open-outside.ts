import type * as electron from 'electron'

/** Shows a web page in the system's browser; anything but http and https is not opened. */
export function openOutside({ shell }: Pick<typeof electron, 'shell'>, url: string): void {
  if (/^https?:$/.test(new URL(url).protocol)) void shell.openExternal(url)
}
