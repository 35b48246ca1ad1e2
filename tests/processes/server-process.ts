import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild, tail } from '../pbx/child-process.ts'
import { freeTcpPorts } from '../pbx/free-ports.ts'
import { until } from '../pbx/until.ts'

export interface ServerStart {
  /** Undefined: the embedded database below `dataDir`. */
  readonly databaseUrl?: string
  readonly dataDir: string
  readonly env?: Readonly<Record<string, string>>
}

/** The real server in a process of its own, on a port that it keeps over its deaths. */
export class ServerProcess {
  readonly port: number
  readonly #start: ServerStart
  #child: Child | undefined

  static async start(start: ServerStart): Promise<ServerProcess> {
    mkdirSync(start.dataDir, { recursive: true })
    const [port = 0] = await freeTcpPorts(1)
    const server = new ServerProcess(start, port)
    await server.restart()
    return server
  }

  private constructor(start: ServerStart, port: number) {
    this.#start = start
    this.port = port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get pid(): number {
    return this.#child?.pid ?? -1
  }

  output(): string {
    return this.#child?.output() ?? ''
  }

  /** Resolves when it is ready. */
  async restart(): Promise<void> {
    const { databaseUrl, dataDir, env } = this.#start
    const child = await startChild(process.execPath, [join(import.meta.dirname, '../../src-server/main.ts')], {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        DATABASE_URL: databaseUrl ?? '',
        DZVIN_SERVER_DATA_DIR: dataDir,
        DZVIN_SERVER_PORT: String(this.port),
        DZVIN_SERVER_LOG_LEVEL: 'warn',
        // What is tested here asks more often than a person's desktop does.
        DZVIN_REQUESTS_PER_MINUTE: '1000000',
        ...env,
      },
    })
    this.#child = child
    await until('the server is ready', 30_000, async () => {
      if (child.exit() !== undefined) throw new Error(`The server ended: ${tail(child)}`)
      const ready = await fetch(`${this.url}/readyz`).catch(() => undefined)
      return ready?.ok
    })
  }

  /** As a crash: nothing is said to it before. */
  async kill(): Promise<void> {
    this.#child?.signal('SIGKILL')
    await this.#child?.exited
  }

  async stop(): Promise<void> {
    await this.#child?.end(10_000)
  }
}
