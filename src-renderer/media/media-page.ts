import type { z } from 'zod'
import {
  type MediaReport,
  type MediaStepInput,
  type MediaStepName,
  type MediaStepOutput,
  type MediaSteps,
  mediaSteps,
} from '#shared/contract/media-steps.ts'
import { type FromPage, toPage } from '#shared/contract/wire.ts'
import { fail } from '#shared/domain/failure/failure.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import { DeviceWatch } from './devices.ts'
import { Meter } from './meter.ts'
import { Microphone } from './microphone.ts'
import { RingSounds } from './ring-sounds.ts'
import { Sessions } from './sessions.ts'
import { Speaker } from './speaker.ts'

/** After this time without the main process nobody can end the calls any more: they are closed and the microphone let go. */
const orphanedAfterMs = 30_000

/** The way to the main process; `connection` is absent where it cannot be lost. */
export interface MediaWire {
  send(message: FromPage): void
  onMessage(listener: (message: unknown) => void): Unsubscribe
  readonly connection?: ReadonlyCell<'connecting' | 'connected' | 'lost'>
}

type Steps = {
  readonly [N in MediaStepName]: (input: z.output<MediaSteps[N]['input']>) => MediaStepOutput<N> | Promise<MediaStepOutput<N>>
}

/**
 * Runs the media page over `wire`: answers each `ask`, and reports devices, levels and connections. `giveWayMs`: how long
 * making a connection or a sound waits, where the page that draws the caller's card lives in the same thread.
 */
export function startMediaPage(wire: MediaWire, giveWayMs = 0): { dispose(): void } {
  const report = (value: MediaReport) => wire.send({ t: 'report', report: value })
  const microphone = new Microphone()
  const speaker = new Speaker()
  const sessions = new Sessions(microphone, speaker, report)
  const ringSounds = new RingSounds()
  const meter = new Meter(microphone, speaker, (levels) => report({ kind: 'levels', levels }))
  const devices = new DeviceWatch(microphone, report)

  const giveWay = () => new Promise<void>((resolve) => setTimeout(resolve, giveWayMs))
  let wantedSound: MediaStepInput<'ring'>['sound'] = 'off'

  const steps: Steps = {
    open: async ({ sessionId, iceServers }) => {
      await giveWay()
      await sessions.open(sessionId, iceServers)
    },
    setRemote: async ({ sessionId, sdp }) => {
      await sessions.get(sessionId).setRemote(sdp)
    },
    local: async ({ sessionId, hold, iceRestart }) => ({ sdp: await sessions.get(sessionId).local(hold, iceRestart) }),
    rollback: async ({ sessionId }) => {
      await sessions.get(sessionId).rollback()
    },
    unmute: ({ sessionId }) => {
      sessions.get(sessionId).hear(true)
    },
    mute: ({ sessionId }) => {
      sessions.get(sessionId).hear(false)
    },
    dtmf: ({ sessionId, tones, durationMs }) => {
      sessions.get(sessionId).dtmf(tones, durationMs)
    },
    stats: ({ sessionId }) => sessions.get(sessionId).stats(),
    close: ({ sessionId }) => {
      sessions.close(sessionId)
    },
    ring: async ({ sound }) => {
      wantedSound = sound
      if (sound !== 'off') await giveWay()
      if (wantedSound === sound) ringSounds.play(sound)
    },
    devices: (chosen) => {
      microphone.choose(chosen.microphoneId)
      speaker.choose(chosen.speakerId, chosen.speakerVolume)
      ringSounds.choose(chosen)
    },
    meter: ({ on }) => {
      meter.turn(on)
    },
  }

  const stops = [
    wire.onMessage((raw) => {
      const message = toPage.safeParse(raw)
      if (!message.success || message.data.t !== 'ask') return
      const { id, step, input } = message.data
      void answer(steps, step, input).then((result) => wire.send({ ...result, id }))
    }),
    whenOrphaned(wire, {
      connected: () => void devices.report(),
      lost: () => ringSounds.play('off'),
      orphaned: () => {
        meter.turn(false)
        sessions.closeAll()
      },
    }),
  ]
  void devices.report()

  return {
    dispose() {
      for (const stop of stops) stop()
      devices.dispose()
      meter.dispose()
      ringSounds.dispose()
      sessions.closeAll()
    },
  }
}

type Answer = { t: 'answer'; output: unknown } | { t: 'answer-failed'; failure: ReturnType<typeof fail>['failure'] }

async function answer(steps: Steps, name: string, rawInput: unknown): Promise<Answer> {
  if (!isStep(name)) return failed('invalid-input', { step: name })
  const input = mediaSteps[name].input.safeParse(rawInput)
  if (!input.success) return failed('invalid-input', { step: name })
  try {
    const run = steps[name] as (input: unknown) => unknown
    return { t: 'answer', output: await run(input.data) }
  } catch (error) {
    return failed('media-failed', {
      step: name,
      reason: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : '',
    })
  }
}

function failed(kind: 'invalid-input' | 'media-failed', params: Record<string, string>): Answer {
  return { t: 'answer-failed', failure: fail(kind, params).failure }
}

function isStep(name: string): name is MediaStepName {
  return Object.hasOwn(mediaSteps, name)
}

function whenOrphaned(wire: MediaWire, on: { connected(): void; lost(): void; orphaned(): void }): Unsubscribe {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = wire.connection?.subscribe((connection) => {
    if (connection === 'connected') {
      clearTimeout(timer)
      timer = undefined
      on.connected()
    } else {
      on.lost()
      timer ??= setTimeout(on.orphaned, orphanedAfterMs)
    }
  })
  return () => {
    clearTimeout(timer)
    stop?.()
  }
}
