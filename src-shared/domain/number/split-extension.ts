/** After a word the digits are surely an extension; after a bare sign they may be a second number, so only a few are taken. */
const word =
  /[\s,;(]*(?:;ext=|(?:extension|extn?|доб(?:авочный)?|дод(?:атковий)?|внутр|вн|ішкі|wewn?)[.:]?)\s*(\d{1,11})\s*#?\s*\)?$/iu
const sign = /\s*(?:[,;]+|[xх#])\s*(\d{1,6})#?$/iu

/**
 * Takes the extension off the end: `ext. 12`, `доб. 12`, `дод. 12`, `;ext=12` (RFC 3966), `x12`, `#12`, and the pauses
 * `,12` and `;12` of mobile phones.
 */
export function splitExtension(text: string): { main: string; extension?: string } {
  const found = word.exec(text) ?? sign.exec(text)
  if (!found || found.index === 0) return { main: text }
  return { main: text.slice(0, found.index), extension: found[1] }
}
