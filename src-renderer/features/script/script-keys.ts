/** What a key press means to the script; by its place on the keyboard, so that any layout works. */
export type ScriptKey =
  | { readonly kind: 'option'; readonly index: number }
  | { readonly kind: 'objection'; readonly index: number }
  | { readonly kind: 'next' }

interface Press {
  readonly code: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}

export function readScriptKey(press: Press): ScriptKey | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1]
  if (digit) return { kind: press.shiftKey ? 'objection' : 'option', index: Number(digit) - 1 }
  return press.code.endsWith('Enter') && !press.shiftKey ? { kind: 'next' } : undefined
}
