import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../run-program.ts'

/** What the server tells whoever started it, once it answers. `accounts`: those of the demo, where it has one. */
const readyMessage = z.object({
  kind: z.literal('ready'),
  url: z.string(),
  accounts: z.array(z.object({ role: z.string(), login: z.string(), password: z.string() })),
})
export type ServerReady = z.infer<typeof readyMessage>

export interface RunningServer extends ServerReady {
  /** Asks it to end in order. */
  stop(): void
}

/** The demo's own central server, in a process of its own; rejects when it ends before it answers. */
export function startServer(dataDir: string): Promise<RunningServer> {
  const child = spawn(process.execPath, [join(root, 'src-server/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      DZVIN_DEMO_CUSTOMERS: '2000',
      DZVIN_SERVER_PORT: '0',
      DZVIN_SERVER_LOG_LEVEL: 'warn',
      ...process.env,
      DZVIN_SERVER_DATA_DIR: dataDir,
    },
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The demo's server ended with ${code}.`)))
    child.on('message', (message) => {
      const ready = readyMessage.safeParse(message)
      if (ready.success) resolve({ ...ready.data, stop: () => void child.kill('SIGTERM') })
    })
  })
}
