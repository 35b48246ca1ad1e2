import { copyPage } from '#shared/sync/protocol.ts'
import { BadAnswer, type CopyPage, parsed } from './pages.ts'

/** Whole lines of a first copy, each parsed when its turn comes and given away in parts of so many rows. */
export class CopyLines {
  readonly #bytes: Uint8Array
  readonly #rowsOfOnePart: number
  #from = 0
  #page: CopyPage | undefined
  #row = 0
  #bad: BadAnswer | undefined
  #any = false

  constructor(bytes: Uint8Array, rowsOfOnePart: number) {
    this.#bytes = bytes
    this.#rowsOfOnePart = rowsOfOnePart
  }

  /** True as long as there may be another part; a line that cannot be read is one, too. */
  get more(): boolean {
    return this.#page !== undefined || this.#bad !== undefined || this.#from < this.#bytes.length
  }

  /**
   * The next rows and whether they are the last of their line. Undefined after the last line, and before one that cannot be
   * read: that one throws `BadAnswer` at the call after.
   */
  next(): { readonly page: CopyPage; readonly last: boolean } | undefined {
    const page = this.#page ?? this.#parseNext()
    if (!page) return undefined
    const until = this.#row + this.#rowsOfOnePart
    const last = until >= page.rows.length
    const part = { ...page, rows: page.rows.slice(this.#row, until) }
    this.#page = last ? undefined : page
    this.#row = last ? 0 : until
    return { page: part, last }
  }

  #parseNext(): CopyPage | undefined {
    if (this.#bad) throw this.#bad
    while (this.#from < this.#bytes.length) {
      const end = this.#bytes.indexOf(newline, this.#from)
      const line = this.#bytes.subarray(this.#from, end === -1 ? this.#bytes.length : end)
      this.#from = end === -1 ? this.#bytes.length : end + 1
      if (line.length === 0) continue
      try {
        const page = parsed(copyPage, line)
        this.#any = true
        return page
      } catch (error) {
        if (!this.#any || !(error instanceof BadAnswer)) throw error
        this.#bad = error
        return undefined
      }
    }
    if (!this.#any) throw new BadAnswer('There is no line')
    return undefined
  }
}

const newline = 10
