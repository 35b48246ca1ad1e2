import { spawn } from 'node:child_process'

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // Not `start`: a shell would read the address.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Shows a web page in the system's browser; anything but http and https is not opened. */
export function openLink(url: string): void {
  if (!/^https?:$/.test(new URL(url).protocol)) return
  const [program, ...first] = openers[process.platform] ?? ['xdg-open']
  // Where there is no such program the sign-in page still waits, and can be cancelled.
  spawn(program, [...first, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
