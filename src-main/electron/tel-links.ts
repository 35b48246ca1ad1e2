import type { ElectronParts } from './electron-parts.ts'

/**
 * The number of a `tel:` link (RFC 3966) as it may be dialled, or undefined. Only digits, `+`, `*`, `#` and visual
 * separators pass: a link can come from any web page.
 */
export function readTelLink(text: string): string | undefined {
  if (text.length > 200 || !/^tel:/i.test(text)) return undefined
  let decoded: string
  try {
    decoded = decodeURIComponent(text.slice(4).replace(/^\/\//, ''))
  } catch {
    return undefined
  }
  const [subscriber = '', ...parameters] = decoded.split(';')
  const number = subscriber.replace(/\/$/, '').trim()
  if (!/^\+?[\d*#().\- ]{2,40}$/.test(number) || !/\d/.test(number)) return undefined
  const extension = parameters.map((parameter) => /^ext=(\d{1,10})$/.exec(parameter)?.[1]).find(Boolean)
  return extension ? `${number};ext=${extension}` : number
}

/** Hears the links of this start, of later starts (Windows, Linux) and of macOS. */
export function hearTelLinks({ app }: ElectronParts, argv: readonly string[], dial: (number: string) => void): void {
  const follow = (candidates: readonly string[]) => {
    const number = candidates.map(readTelLink).find((found) => found !== undefined)
    if (number) dial(number)
  }
  // From the sources it would register the bare Electron program.
  if (app.isPackaged) app.setAsDefaultProtocolClient('tel')
  app.on('second-instance', (_event, args) => follow(args))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    follow([url])
  })
  follow(argv)
}
