import type { CopyStanding } from '#shared/ports/local-copy.ts'
import { copyPageRows, everyonesTerritory } from '#shared/sync/protocol.ts'
import type { WriteConnection } from '../connection.ts'

export interface CopyRow {
  readonly territory: string
  readonly after: string | null
  readonly done: number
  readonly total: number
  readonly complete: number
  readonly lost: number
}

/** The first copies: which there are, how far each is, and which territory was taken away (SYNC-10, SYNC-11). */
export class Territories {
  readonly #statements

  constructor(database: WriteConnection) {
    const run = <P extends unknown[]>(sql: string) => database.prepare<P>(sql)
    this.#statements = {
      all: database.prepare<[], CopyRow>("SELECT * FROM copies ORDER BY territory <> '*', territory"),
      add: run<[string]>(
        'INSERT INTO copies (territory, after, done, total, complete, lost) VALUES (?, NULL, 0, 0, 0, 0) ON CONFLICT DO NOTHING',
      ),
      progress: run<[string | null, number, number, number, string]>(
        'UPDATE copies SET after = ?, done = ?, total = ?, complete = ? WHERE territory = ?',
      ),
      // Where none is open the run is over: its rows are no part of the next one's progress.
      endRun: run<[]>(
        'UPDATE copies SET done = 0, total = 0 WHERE NOT EXISTS (SELECT 1 FROM copies WHERE complete = 0 AND lost = 0)',
      ),
      restart: run<[]>('UPDATE copies SET after = NULL, done = 0, total = 0, complete = 0'),
      lose: run<[string]>('UPDATE copies SET lost = 1 WHERE territory = ?'),
      remove: run<[string]>('DELETE FROM copies WHERE territory = ?'),
    }
  }

  all(): CopyRow[] {
    return this.#statements.all.all()
  }

  /** Everybody's rows first: without them nothing can be worked with. */
  next(): CopyRow | undefined {
    this.#statements.add.run(everyonesTerritory)
    return this.all().find(isOpen)
  }

  find(territory: string): CopyRow | undefined {
    return this.all().find((row) => row.territory === territory)
  }

  progress(territory: string, { after, done, total }: { after: string | null; done: number; total: number }): void {
    this.#statements.progress.run(after, done, total, after === null ? 1 : 0, territory)
    if (after === null) this.#statements.endRun.run()
  }

  /** All begin anew; what is lost stays lost. */
  restart(): void {
    this.#statements.restart.run()
  }

  /** The server says which territories there are. One that is lost is purged before it may come again. */
  update(territories: readonly string[]): void {
    const now = new Set([...territories, everyonesTerritory])
    for (const { territory, lost } of this.all()) if (!now.has(territory) && !lost) this.#statements.lose.run(territory)
    this.#statements.endRun.run()
    for (const territory of now) this.#statements.add.run(territory)
  }

  remove(territory: string): void {
    this.#statements.remove.run(territory)
  }

  standing(): CopyStanding['copies'] {
    return this.all()
      .filter(isOpen)
      .map(({ territory, after, done, total }) => ({ territory, after, done, total }))
  }

  /** Of this run; everybody's rows, which come before the territories are known, and empty territories are not counted. */
  get complete(): number {
    return this.all().filter((row) => row.territory !== everyonesTerritory && row.complete === 1 && !row.lost && row.total > 0)
      .length
  }

  /** Rows that are still to come are too many to let other work wait for them. */
  get long(): boolean {
    return this.all().some((row) => isOpen(row) && row.total - row.done > 300 * copyPageRows)
  }
}

const isOpen = (row: CopyRow): boolean => row.complete === 0 && row.lost === 0
