import type { z } from 'zod'
import type { Result } from '../domain/failure/failure.ts'

/** The server's JSON API with the account's token; its problems become failures of the catalogue. */
export interface ServerApi {
  get<T>(path: string, schema: z.ZodType<T>): Promise<Result<T>>
  send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown, schema: z.ZodType<T>): Promise<Result<T>>
  /** Streams what the server answers into a new file, whose folder is made when missing; whole, or not there at all. */
  download(path: string, file: string): Promise<Result<{ readonly bytes: number }>>
}
