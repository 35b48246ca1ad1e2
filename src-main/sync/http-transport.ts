import type { Result } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { NewsListener, NewsSocket, Reply, SyncTransport } from '#shared/sync/client/sync-transport.ts'
import type { Trouble } from '#shared/sync/client/trouble.ts'
import type { CopyRequest, PullRequest, PushRequest } from '#shared/sync/protocol.ts'
import { readBody, readLines } from './read-body.ts'
import { troubleOf, troubleOfToken } from './trouble-of.ts'

export interface HttpTransportOptions {
  /** `http://…` or `https://…` */
  readonly serverUrl: string
  readonly clock: Clock
  accessToken(): Promise<Result<string>>
  readonly fetch: typeof globalThis.fetch
  connect(listener: NewsListener): NewsSocket
}

/** An answer to a push is small; pages hold rows with texts of up to 20,000 characters. */
const maxBytes = { answer: 1_048_576, page: 67_108_864 } as const
/** Some thousand rows: the writer always has its next work, and progress shows some times a second. */
const copyAheadBytes = 2_000_000
/** To the whole answer of a small request; to the next bytes of a stream. */
const patienceMs = 30_000

interface Patience {
  begin(): void
  rest(): void
}

/** Sync over HTTP: bytes go to the store as they came. */
export class HttpTransport implements SyncTransport {
  readonly #options: HttpTransportOptions

  constructor(options: HttpTransportOptions) {
    this.#options = options
  }

  push(request: PushRequest, signal: AbortSignal): Promise<Reply> {
    return this.#ask('push', request, maxBytes.answer, signal)
  }

  pull(request: PullRequest, signal: AbortSignal): Promise<Reply> {
    return this.#ask('pull', request, maxBytes.page, signal)
  }

  quarantine(request: PushRequest, signal: AbortSignal): Promise<Reply> {
    return this.#ask('quarantine', request, maxBytes.answer, signal)
  }

  async copy(
    request: CopyRequest,
    lines: (bytes: Uint8Array) => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<Trouble | undefined> {
    const outcome = await this.#request('copy', request, signal, async (response, patience) => {
      for await (const bytes of readLines(response, { maxLineBytes: maxBytes.page, aheadBytes: copyAheadBytes })) {
        // Not the server's time: a slow disk does not break the stream.
        patience.rest()
        if (!(await lines(bytes))) break
        patience.begin()
      }
      return { kind: 'whole' as const }
    })
    return outcome.kind === 'whole' ? undefined : outcome
  }

  connect(listener: NewsListener): NewsSocket {
    return this.#options.connect(listener)
  }

  #ask(what: string, body: object, limit: number, signal: AbortSignal): Promise<Reply> {
    return this.#request(what, body, signal, async (response) => {
      const bytes = await readBody(response, limit)
      return bytes ? { kind: 'answer' as const, bytes } : { kind: 'defect' as const }
    })
  }

  async #request<T>(
    what: string,
    body: object,
    signal: AbortSignal,
    read: (response: Response, patience: Patience) => Promise<T>,
  ): Promise<T | Trouble> {
    const { accessToken, fetch, serverUrl, clock } = this.#options
    const token = await accessToken()
    if (!token.ok) return troubleOfToken(token.failure)
    const overdue = new AbortController()
    let cancel = () => {}
    const patience: Patience = {
      begin: () => {
        cancel()
        cancel = clock.after(patienceMs, () => overdue.abort())
      },
      rest: () => cancel(),
    }
    patience.begin()
    try {
      const response = await fetch(new URL(`/sync/${what}`, serverUrl), {
        method: 'POST',
        headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.any([signal, overdue.signal]),
      })
      patience.begin()
      if (!response.ok) return await troubleOf(response)
      // A captive portal answers 200 with a page of its own.
      if (!/^application\/(json|x-ndjson)\b/.test(response.headers.get('content-type') ?? '')) return { kind: 'unreachable' }
      return await read(response, patience)
    } catch {
      return { kind: 'unreachable' }
    } finally {
      cancel()
    }
  }
}
