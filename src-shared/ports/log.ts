/** Structured log. `fields` hold causes and codes, never names, numbers or texts of customers. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  child(room: string): Log
}

export type LogFields = Readonly<Record<string, unknown>>
