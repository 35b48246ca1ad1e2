import type { Page } from '@playwright/test'

interface Watched {
  readonly peersOfTest: RTCPeerConnection[]
}

/** Cumulative totalAudioEnergy (W3C webrtc-stats) of the page's newest call that is not over. */
export interface PageAudio {
  readonly received: number
  readonly spoken: number
}

/** Keeps an eye on every peer connection that the pages make from now on; the audio lives in a frame. */
export async function watchAudio(page: Page): Promise<() => Promise<PageAudio>> {
  await page.addInitScript(() => {
    const peers: RTCPeerConnection[] = []
    Object.assign(globalThis, { peersOfTest: peers })
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        peers.push(this)
      }
    }
  })
  return async () => {
    const frame = page.frames().find((each) => each.url().endsWith('/media.html'))
    if (frame === undefined) return { received: 0, spoken: 0 }
    return frame.evaluate(async () => {
      const energy = { received: 0, spoken: 0 }
      const peer = (globalThis as unknown as Watched).peersOfTest.findLast(({ connectionState }) => connectionState !== 'closed')
      for (const [, report] of (await peer?.getStats()) ?? []) {
        if (report.type === 'inbound-rtp') energy.received = report.totalAudioEnergy ?? 0
        if (report.type === 'media-source') energy.spoken = report.totalAudioEnergy ?? 0
      }
      return energy
    })
  }
}
