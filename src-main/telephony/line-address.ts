import { Grammar, type URI } from 'sip.js'
import type { LineSettings } from '#shared/domain/line/line.ts'

/** Where to connect and as whom. */
export interface LineAddress {
  readonly server: string
  /** Address of record, `sip:user@domain`. */
  readonly aor: URI
  /** `sip:domain`, where REGISTER goes. */
  readonly registrar: URI
  readonly displayName: string
}

/** Undefined: no phone could connect to this (RFC 7118 §5: `ws` or `wss`, and a SIP domain). */
export function readLineAddress(settings: LineSettings): LineAddress | undefined {
  if (!URL.canParse(settings.server)) return undefined
  const url = new URL(settings.server)
  if ((url.protocol !== 'ws:' && url.protocol !== 'wss:') || url.hostname === '') return undefined
  const domain = settings.domain || url.hostname
  const aor = Grammar.URIParse(`sip:${encodeURIComponent(settings.user)}@${domain}`)
  const registrar = Grammar.URIParse(`sip:${domain}`)
  if (!aor || !registrar) return undefined
  url.hash = ''
  // sip.js writes the name between quotes as it is.
  const displayName = (settings.displayName ?? '').replace(/["\\\p{Cc}]/gu, '')
  return { server: url.href, aor, registrar, displayName }
}
