import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openNats } from './nats-carrier.ts'

/** As much of a NATS server as core publishing takes (its client protocol, in text). */
function fakeNats(): Server {
  const subscribed = new Map<Socket, string[]>()
  return createServer((socket) => {
    subscribed.set(socket, [])
    socket.on('error', () => undefined)
    socket.on('close', () => subscribed.delete(socket))
    socket.write('INFO {"server_id":"fake","version":"2.10.0","proto":1,"headers":true,"max_payload":1048576}\r\n')
    let rest = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      rest += text
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const [verb, ...words] = rest.slice(0, end).split(' ')
        const size = verb === 'PUB' ? Number(words.at(-1)) : undefined
        if (size !== undefined && rest.length < end + size + 4) return
        const body = size === undefined ? '' : rest.slice(end + 2, end + 2 + size)
        rest = rest.slice(size === undefined ? end + 2 : end + size + 4)
        if (verb === 'PING') socket.write('PONG\r\n')
        if (verb === 'SUB') subscribed.get(socket)?.push(words.at(-1) ?? '')
        if (verb !== 'PUB') continue
        for (const [other, sids] of subscribed)
          for (const sid of sids) other.write(`MSG ${words[0]} ${sid} ${body.length}\r\n${body}\r\n`, 'latin1')
      }
    })
  })
}

let server: Server
let url: string
beforeEach(async () => {
  server = fakeNats()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `nats://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

describe('news over NATS', () => {
  it('reach the other node, in any script, and nobody after it has stopped listening', async () => {
    const one = await openNats(url)
    const two = await openNats(url)
    const heard: string[] = []
    const stop = await two.listen((text) => heard.push(text))
    await one.send('{"node":"one","territories":["Північ"]}')
    await vi.waitFor(() => expect(heard).toEqual(['{"node":"one","territories":["Північ"]}']))
    await stop()
    await one.send('late')
    await one.close()
    await two.close()
    expect(heard).toHaveLength(1)
  })

  it('that cannot be had at the start are told at once', async () => {
    await expect(openNats('nats://127.0.0.1:1')).rejects.toThrow()
  })
})
