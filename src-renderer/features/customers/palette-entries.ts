import type { CustomerSummary } from '#shared/domain/customer/customer.ts'

/** One thing that the palette can do now. */
export type PaletteEntry =
  | { readonly kind: 'customer'; readonly id: string; readonly summary: CustomerSummary }
  | { readonly kind: 'dial'; readonly id: string; readonly number: string }
  | { readonly kind: 'command'; readonly id: string; readonly label: string; readonly run: () => void }

/** What may be dialled: digits with their usual company, at least two of them (short numbers). */
export function dialable(typed: string): string | undefined {
  const text = typed.trim()
  return /^[+*#\d\s().,;/-]{2,40}$/.test(text) && text.replace(/\D/g, '').length >= 2 ? text : undefined
}

/** Commands that have every typed word, at a word's start or within it; the first match of a label's start comes first. */
export function matchCommands(
  commands: readonly (PaletteEntry & { readonly kind: 'command' })[],
  typed: string,
): (PaletteEntry & { readonly kind: 'command' })[] {
  const query = typed.trim().toLowerCase()
  const words = query.split(/\s+/).filter(Boolean)
  const label = (entry: { readonly label: string }) => entry.label.toLowerCase()
  return commands
    .filter((entry) => words.every((word) => label(entry).includes(word)))
    .toSorted((a, b) => Number(label(b).startsWith(query)) - Number(label(a).startsWith(query)))
}

/** In the order in which they are listed: the number, customers, commands; before anything is typed, only commands. */
export function paletteEntries(
  typed: string,
  customers: readonly CustomerSummary[],
  commands: readonly (PaletteEntry & { readonly kind: 'command' })[],
): PaletteEntry[] {
  const number = dialable(typed)
  return [
    ...(number ? [{ kind: 'dial', id: 'dial', number } as const] : []),
    ...(typed.trim() ? customers.map((summary) => ({ kind: 'customer', id: summary.customerId, summary }) as const) : []),
    ...matchCommands(commands, typed),
  ]
}
