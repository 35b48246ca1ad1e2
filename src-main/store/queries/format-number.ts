import type { PhoneNumber } from '#shared/domain/call/caller.ts'

/** A stored value (E.164, or bare digits) as it is shown; passed in, because only the number room knows how. */
export type FormatNumber = (value: string, extension?: string) => PhoneNumber
