import type { MediaReport } from '#shared/contract/media-steps.ts'
import type { AudioDevice, MediaState } from '#shared/domain/media/media.ts'
import type { Microphone, MicrophoneStatus } from './microphone.ts'

const maxDevices = 50
const maxText = 200

type DevicesReport = Extract<MediaReport, { kind: 'devices' }>

/** Tells which devices there are and whether the microphone can be had: at the start, and whenever that changes. */
export class DeviceWatch {
  readonly #microphone: Microphone
  readonly #send: (report: DevicesReport) => void
  readonly #stop = new AbortController()
  #round = 0

  constructor(microphone: Microphone, send: (report: DevicesReport) => void) {
    this.#microphone = microphone
    this.#send = send
    const signal = this.#stop.signal
    navigator.mediaDevices.addEventListener('devicechange', () => this.#changed(), { signal })
    void microphonePermission().then((permission) => {
      permission?.addEventListener('change', () => this.#changed(), { signal })
      if (permission?.state === 'prompt') void microphone.ask()
    })
    signal.addEventListener(
      'abort',
      microphone.status.subscribe((status) => {
        if (status.kind !== 'opening') void this.report()
      }),
    )
  }

  async report(): Promise<void> {
    const round = ++this.#round
    const [devices, permission] = await Promise.all([navigator.mediaDevices.enumerateDevices(), microphonePermission()])
    if (round !== this.#round || this.#stop.signal.aborted) return
    const hasInput = devices.some(({ kind }) => kind === 'audioinput')
    this.#send({
      kind: 'devices',
      microphone: microphoneStateOf(permission?.state, hasInput, this.#microphone.status.get()),
      microphones: described(devices, 'audioinput'),
      speakers: described(devices, 'audiooutput'),
    })
  }

  dispose(): void {
    this.#stop.abort()
  }

  #changed(): void {
    this.#microphone.retry()
    void this.report()
  }
}

/** What may honestly be said; before the permission was asked for, a present device is `unknown`, never `ready`. */
export function microphoneStateOf(
  permission: PermissionState | undefined,
  hasInput: boolean,
  status: MicrophoneStatus,
): MediaState['microphone'] {
  if (status.kind === 'open') return 'ready'
  if (permission === 'denied') return 'denied'
  if (!hasInput) return 'missing'
  if (status.kind === 'failed' && status.why !== 'missing') return status.why
  return permission === 'granted' ? 'ready' : 'unknown'
}

/** Real devices only: "default" and "communications" are Chromium's aliases, and before the permission ids are empty. */
export function described(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): AudioDevice[] {
  return devices
    .filter((device) => device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId))
    .filter((device) => device.deviceId.length <= maxText)
    .slice(0, maxDevices)
    .map(({ deviceId, label }) => ({ deviceId, label: label.slice(0, maxText) }))
}

async function microphonePermission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'microphone' })
  } catch {
    return undefined
  }
}
