/** One value of From, To, P-Asserted-Identity, Remote-Party-ID or Diversion (RFC 3261 §20.10). Nothing is cleaned here. */
export interface NameAddr {
  readonly displayName?: string
  /** Lower case: `sip`, `sips`, `tel` or whatever was there. */
  readonly scheme: string
  /** User of a sip: URI, or the whole number of a tel: URI with its parameters; percent escapes undone. */
  readonly user: string
  /** Empty for tel: URIs. */
  readonly host: string
  /** The header's parameters, names in lower case. */
  readonly parameters: Readonly<Record<string, string>>
}

const quoted = /^\s*"((?:[^"\\]|\\.)*)"\s*</su
const uriForm = /^([a-z][a-z0-9+.-]*):(.*)$/is

/** All values of a header line that may hold several. Unreadable ones are left out. */
export function readNameAddr(header: string): NameAddr[] {
  return splitOutside(header, ',').flatMap((value) => readOne(value) ?? [])
}

function readOne(value: string): NameAddr | undefined {
  const open = openingBracket(value)
  const close = open < 0 ? -1 : value.indexOf('>', open)
  if (open >= 0 && close < 0) return undefined
  const bare = value.indexOf(';')
  const uri = open >= 0 ? value.slice(open + 1, close) : bare < 0 ? value : value.slice(0, bare)
  const rest = open >= 0 ? value.slice(close + 1) : bare < 0 ? '' : value.slice(bare)
  const parts = uriForm.exec(uri.trim())
  if (!parts) return undefined
  const scheme = parts[1]!.toLowerCase()
  const displayName = open > 0 ? nameBefore(value, open) : undefined
  return { ...(displayName ? { displayName } : {}), scheme, ...place(scheme, parts[2]!), parameters: parametersOf(rest) }
}

/** The `<` that opens the URI: one inside a quoted name does not count. */
function openingBracket(value: string): number {
  const name = quoted.exec(value)
  return name ? name[0].length - 1 : value.indexOf('<')
}

function nameBefore(value: string, open: number): string {
  const name = quoted.exec(value)
  return name ? name[1]!.replace(/\\(.)/gsu, '$1') : value.slice(0, open).trim()
}

function place(scheme: string, rest: string): { user: string; host: string } {
  if (scheme === 'tel') return { user: unescaped(rest), host: '' }
  const at = rest.lastIndexOf('@')
  const host = /^(\[[^\]]*\]|[^:;?]*)/.exec(rest.slice(at + 1))![1]!.toLowerCase()
  const user = at < 0 ? '' : rest.slice(0, at)
  return { user: unescaped(user.split(':')[0]!), host }
}

function parametersOf(text: string): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null)
  for (const part of splitOutside(text, ';')) {
    const [name, value = ''] = part.split('=', 2)
    if (name?.trim()) parameters[name.trim().toLowerCase()] = value.trim().replace(/^"(.*)"$/s, '$1')
  }
  return parameters
}

/** Splits at `separator` where it stands outside quotes and angle brackets. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  let inQuotes = false
  let inBrackets = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (inQuotes && sign === '\\') at++
    else if (sign === '"' && !inBrackets) inQuotes = !inQuotes
    else if (!inQuotes && sign === '<') inBrackets = true
    else if (!inQuotes && sign === '>') inBrackets = false
    else if (sign === separator && !inQuotes && !inBrackets) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts.filter((part) => part.trim() !== '')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
