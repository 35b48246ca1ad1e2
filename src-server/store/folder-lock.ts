import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'

/** Another process works on this data folder; two would destroy it. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

/** Held by a listening socket, which the system closes with the process however it ends. Resolves with the way to give it back. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 32)
  if (process.platform === 'linux') return hold(`\0dzvin-${name}`, folder)
  if (process.platform === 'win32') return hold(`\\\\.\\pipe\\dzvin-${name}`, folder)
  const path = join(folder, 'lock')
  if (!(await answers(path))) rmSync(path, { force: true })
  return hold(path, folder)
}

function hold(path: string, folder: string): Promise<() => Promise<void>> {
  const server = createServer((socket) => socket.destroy())
  server.unref()
  return new Promise((held, failed) => {
    server.once('error', (cause) => failed(new FolderInUse(`Another server uses the data folder ${folder}`, { cause })))
    server.listen(path, () => held(() => new Promise((closed) => server.close(() => closed()))))
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((told) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      told(true)
    })
    socket.once('error', () => told(false))
  })
}
