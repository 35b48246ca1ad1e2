import type { LogConnector } from 'sip.js/lib/api/user-agent-options.js'
import type { Log } from '#shared/ports/log.ts'

/** What sip.js writes when it drops a message, and our word for it. Its own text quotes the message, so it is never logged. */
const drops: readonly (readonly [begin: string, cause: string])[] = [
  ['error parsing first line', 'start-line'],
  ['error parsing header', 'header'],
  ['malformed message', 'framing'],
  ['no CRLF found', 'framing'],
  ['Missing mandatory header', 'mandatory-header'],
  ['More than one Via', 'via'],
  ['Via sent-by', 'via'],
  ['Message body length', 'content-length'],
]

/** Passes on that a message was dropped and why, without a word of the message. */
export function sipComplaints(log: Log): LogConnector {
  return (level, _category, _label, content) => {
    if (level !== 'warn' && level !== 'error') return
    const drop = typeof content === 'string' ? drops.find(([begin]) => content.startsWith(begin)) : undefined
    if (drop) log.warn('message dropped', { cause: drop[1] })
  }
}
