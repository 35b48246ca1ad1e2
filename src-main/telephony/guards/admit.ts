/** Larger messages are dropped unread: the parser takes 2 ms a kilobyte, and a phone call needs 4 kB. */
export const maxMessageBytes = 16_384

export type DropCause = 'oversize' | 'not-sip' | 'parser-threw' | 'parser-refused'

const startLine = /^(?:[A-Z]{1,32} \S{1,2000} SIP\/2\.0|SIP\/2\.0 \d{3} [^\r\n]{0,500})\r\n/

/** Why a message is not given to sip.js, or undefined when it may be. */
export function refuse(bytes: Uint8Array, text: string): DropCause | undefined {
  if (bytes.byteLength > maxMessageBytes) return 'oversize'
  return startLine.test(text) && text.includes('\r\n\r\n') ? undefined : 'not-sip'
}

/**
 * sip.js throws from `onMessage` on some requests (a `tel:` or unknown scheme in the Request-URI), which in a socket's
 * callback would end the process.
 */
export function deliver(
  message: string,
  receive: (message: string) => void,
  dropped: (cause: DropCause, error: unknown) => void,
): void {
  try {
    receive(message)
  } catch (error) {
    dropped('parser-threw', error)
  }
}
