import { Grammar } from 'sip.js'
import { readNameAddr } from '../name-addr.ts'

/** What nearly all requests have; the grammar itself takes a quarter of a millisecond. */
const ordinary = /^(?:"[^"\\\p{Cc}]*"\s*|[ -~]*?)<?sips?:/iu
const party = /^(from|f|to|t)[ \t]*:[ \t]*(.*)$/i

/**
 * sip.js drops a request whose From or To holds a `tel:` URI or an unquoted name that is not ASCII. Both are seen on real
 * trunks, and a caller must not be lost for it: such a header is written anew as a `sip:` URI with the same tag (RFC 3261
 * §19.1.6), which is what dialogs are matched by. Accepted limit: our answers carry the rewritten form.
 */
export function readableParties(message: string): string {
  if (message.startsWith('SIP/2.0 ')) return message
  const end = message.indexOf('\r\n\r\n')
  let changed = false
  const head = message
    .slice(0, end)
    .split('\r\n')
    .map((line) => {
      const found = party.exec(line)
      if (!found || ordinary.test(found[2]!) || Grammar.parse(found[2]!, 'From') !== -1) return line
      const written = rewritten(found[2]!)
      changed ||= written !== undefined
      return written === undefined ? line : `${found[1]}: ${written}`
    })
  return changed ? head.join('\r\n') + message.slice(end) : message
}

function rewritten(value: string): string | undefined {
  const [address] = readNameAddr(value)
  if (!address) return undefined
  const user = address.user.split(';')[0]!.replace(/[^\w+.*#-]/g, '')
  const host = address.host === '' ? 'tel.invalid' : address.host
  const name = address.displayName?.replace(/["\\\p{Cc}]/gu, '')
  const tag = address.parameters.tag
  return `${name ? `"${name}" ` : ''}<sip:${user.replace('#', '%23')}@${host}>${tag ? `;tag=${tag}` : ''}`
}
