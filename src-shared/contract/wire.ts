import { z } from 'zod'
import { failure } from '../domain/failure/failure.ts'

/**
 * The envelope between the main process and its pages, the same over Electron's IPC and over the WebSocket.
 * A change of it, of a command or of a stream raises `wireVersion` (a test pins the hash of all schemas).
 */
export const wireVersion = 2

/** A page says first what it is. */
export const pageRole = z.enum(['ui', 'media'])
export type PageRole = z.infer<typeof pageRole>

const requestId = z.number().int().nonnegative()

export const fromPage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), role: pageRole, version: z.number().int() }),
  z.object({ t: z.literal('call'), id: requestId, name: z.string().max(60), input: z.unknown() }),
  z.object({ t: z.literal('subscribe'), name: z.string().max(60) }),
  z.object({ t: z.literal('unsubscribe'), name: z.string().max(60) }),
  /** The media page's answer to an `ask`. */
  z.object({ t: z.literal('answer'), id: requestId, output: z.unknown().optional() }),
  z.object({ t: z.literal('answer-failed'), id: requestId, failure }),
  z.object({ t: z.literal('report'), report: z.unknown() }),
])
export type FromPage = z.infer<typeof fromPage>

export const toPage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('reply'), id: requestId, output: z.unknown().optional() }),
  z.object({ t: z.literal('reply-failed'), id: requestId, failure }),
  z.object({ t: z.literal('push'), name: z.string().max(60), value: z.unknown() }),
  /** Main asks the media page for a step. */
  z.object({ t: z.literal('ask'), id: requestId, step: z.string().max(30), input: z.unknown() }),
  z.object({ t: z.literal('refused'), reason: z.enum(['version', 'busy']) }),
])
export type ToPage = z.infer<typeof toPage>

/** One page's end of the wire as a host gives it to the app; messages are plain JSON values. */
export interface PageWire {
  send(message: ToPage): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
  /** True while much waits to be sent: then values that soon age (`levels`) are left out. */
  backedUp?(): boolean
}

/** A longer message (in UTF-16 units of its JSON text) closes the wire, in both hosts. */
export const maxMessageLength = 1_000_000
