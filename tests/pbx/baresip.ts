import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Asterisk } from './asterisk.ts'
import { type AudioEnergy, audioEnergy } from './audio-energy.ts'
import { startChild, tail } from './child-process.ts'
import { beeps, writeWav } from './tone.ts'
import { until } from './until.ts'

/** Pitch of what the caller says. */
export const baresipHz = 520

export interface BaresipCallOptions {
  readonly from: string
  readonly displayName?: string
  readonly to: string
}

export interface BaresipCall {
  /** Waits until the PBX has answered (a queue answers at once and plays music). */
  untilAnswered(timeoutMs?: number): Promise<void>
  /** Waits until the other side has hung up. */
  untilEnded(timeoutMs?: number): Promise<void>
  /** Hangs up, ends the program and tells what it heard from the answer on. */
  stop(): Promise<{ readonly answered: boolean; readonly heard: AudioEnergy | undefined }>
}

/** A complete soft phone as the caller: it speaks from a file for two minutes and records what it hears. */
export async function baresipCall(asterisk: Pick<Asterisk, 'sipPort'>, call: BaresipCallOptions): Promise<BaresipCall> {
  if (/["\\\r\n<>]/.test(call.displayName ?? '')) throw new Error('a display name that would break its accounts file')
  const modules = await findModules()
  const dir = await mkdtemp(path.join(tmpdir(), 'dzvin-baresip-'))
  await writeWav(path.join(dir, 'speech.wav'), beeps(baresipHz, 120))
  await writeFile(
    path.join(dir, 'config'),
    [
      'net_interface 127.0.0.1',
      'sip_listen 127.0.0.1:0',
      `audio_source aufile,${path.join(dir, 'speech.wav')}`,
      // A loudspeaker that goes nowhere; the recording is taken before it.
      'audio_player aubridge,nowhere',
      `snd_path ${dir}`,
      `module_path ${modules}`,
      ...['stdio', 'g711', 'aufile', 'aubridge', 'sndfile'].map((name) => `module ${name}.so`),
      'module_tmp account.so',
      'module_app menu.so',
      '',
    ].join('\n'),
  )
  const name = call.displayName === undefined ? '' : `"${call.displayName}" `
  await writeFile(path.join(dir, 'accounts'), `${name}<sip:${call.from}@127.0.0.1>;regint=0;audio_codecs=PCMU\n`)
  const child = await startChild('baresip', ['-4', '-f', dir, '-e', `dsip:${call.to}@127.0.0.1:${asterisk.sipPort}`], {
    cwd: dir,
  })
  const answered = () => child.output().includes('Call established')
  return {
    untilAnswered: async (timeoutMs = 10_000) => {
      await until('baresip is answered', timeoutMs, () => {
        if (child.exit() !== undefined) throw new Error(`baresip ended: ${tail(child)}`)
        return answered()
      })
    },
    untilEnded: async (timeoutMs = 10_000) => {
      await until('baresip is hung up on', timeoutMs, () => /session closed|terminated \(duration/.test(child.output()))
    },
    stop: async () => {
      await child.end(3_000)
      const recording = (await readdir(dir)).find((file) => file.endsWith('-dec.wav'))
      const heard = recording === undefined ? undefined : await audioEnergy(path.join(dir, recording))
      await rm(dir, { recursive: true, force: true })
      return { answered: answered(), heard }
    },
  }
}

async function findModules(): Promise<string> {
  for (const dir of ['/usr/lib/baresip/modules', '/usr/lib64/baresip/modules', '/usr/local/lib/baresip/modules']) {
    if ((await readdir(dir).catch((): string[] => [])).includes('aufile.so')) return dir
  }
  throw new Error('baresip is not installed: apt-get install baresip')
}
