import { contextBridge, ipcRenderer } from 'electron'
import { roleArgument, toMainChannel, toPageChannel } from './channels.ts'

/** All that a page gets: messages of the contract in and out. No event object, no channel name, no Node. */
contextBridge.exposeInMainWorld('dzvin', {
  role: process.argv.includes(`${roleArgument}media`) ? 'media' : 'ui',
  send: (message: unknown) => ipcRenderer.send(toMainChannel, JSON.stringify(message)),
  onMessage: (listener: (message: unknown) => void) => {
    ipcRenderer.on(toPageChannel, (_event, text: string) => listener(JSON.parse(text)))
  },
})
