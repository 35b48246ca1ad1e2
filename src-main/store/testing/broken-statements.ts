import Database from 'better-sqlite3-multiple-ciphers'
import type { WriteConnection } from '../connection.ts'

export interface Breaking {
  readonly database: WriteConnection
  /** The `at`-th statement from now on that is run fails with `code`; 0: none. */
  breakAt(at: number, code: string): void
  /** Whether it came to that. */
  readonly broken: boolean
}

/** A connection whose statements fail on demand, as on a full or a broken disk. */
export function breaking(database: WriteConnection): Breaking {
  let left = 0
  let code = ''
  let broken = false
  const step = () => {
    if (left === 0 || --left > 0) return
    broken = true
    throw new Database.SqliteError(`broken on purpose: ${code}`, code)
  }
  const watched = (statement: object): object =>
    new Proxy(statement, {
      get(target, name) {
        const value = Reflect.get(target, name, target) as unknown
        if (typeof value !== 'function') return value
        return (...parameters: unknown[]) => {
          if (name === 'run' || name === 'get' || name === 'all') step()
          const result = (value as (...all: unknown[]) => unknown).apply(target, parameters)
          return result === target ? watched(target) : result
        }
      },
    })
  const proxy = new Proxy(database, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown
      if (typeof value !== 'function') return value
      if (name === 'prepare') return (sql: string) => watched(target.prepare(sql))
      if (name === 'exec') step()
      return value.bind(target) as unknown
    },
  })
  return {
    database: proxy,
    breakAt(at, withCode) {
      left = at
      code = withCode
      broken = false
    },
    get broken() {
      return broken
    },
  }
}
