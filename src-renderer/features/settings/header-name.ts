/** A header of the PBX's own (RFC 3261 token, beginning with X-). */
export function isHeaderName(text: string): boolean {
  return /^x-[a-z0-9-]{1,58}$/i.test(text)
}
